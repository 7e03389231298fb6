using System.Security.Claims;
using System.Text.Json.Nodes;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Claims;

/// <summary>Issuers whose tokens name the subject, the client, the token or the user in other claims.</summary>
public sealed class IdentityClaimTests : IDisposable
{
    private readonly TestIssuer _issuer = new();
    private readonly RecordingAuditSink _sink = new();

    public void Dispose() => _issuer.Dispose();

    [Fact]
    public async Task The_claims_of_the_issuer_name_subject_client_and_token_in_the_result_and_in_audit_events()
    {
        await using var host = Host(trust =>
        {
            trust.SubjectClaim = "oid";
            trust.ClientIdClaim = "cid";
            trust.TokenIdClaim = "uti";
        });

        var result = await host.ValidateAsync(Token(claims =>
        {
            claims["oid"] = "object-7";
            claims["cid"] = "app-7";
            claims["uti"] = "unique-7";
            claims.Remove("jti");
        }));

        result.Error.Should().Be(JwtError.None);
        var token = result.Token!;
        (token.Subject, token.ClientId, token.Id).Should().Be(("object-7", "app-7", "unique-7"));
        (token.Claims.Subject, token.Claims.ClientId, token.Claims.Id).Should().Be(("object-7", "app-7", "unique-7"));
        var auditEvent = _sink.Events.Should().ContainSingle().Subject;
        (auditEvent.Subject, auditEvent.ClientId, auditEvent.TokenId).Should().Be(("object-7", "app-7", "unique-7"));
        token.Claims.TryGetString("sub", out var sub).Should().BeTrue();
        sub.Should().Be("user-42");
    }

    [Fact]
    public async Task The_event_of_a_rejected_token_names_them_too()
    {
        await using var host = Host(trust =>
        {
            trust.SubjectClaim = "oid";
            trust.ClientIdClaim = "cid";
            trust.TokenIdClaim = "uti";
        });

        await host.ValidateAsync(Token(claims =>
        {
            (claims["oid"], claims["cid"], claims["uti"]) = ("object-7", "app-7", "unique-7");
            claims["aud"] = "other";
        }));

        var auditEvent = _sink.Events.Should().ContainSingle().Subject;
        (auditEvent.Subject, auditEvent.ClientId, auditEvent.TokenId).Should().Be(("object-7", "app-7", "unique-7"));
    }

    [Theory]
    [InlineData("oid", JwtErrorCode.ClaimMissing)]
    [InlineData("uti", JwtErrorCode.ClaimMissing)]
    [InlineData("cid", JwtErrorCode.ClaimMissing)]
    public async Task A_missing_claim_is_reported_by_its_name_and_not_replaced_by_the_default_claim(string claim, JwtErrorCode code)
    {
        await using var host = Host(Mapped);

        (await host.ValidateAsync(MappedToken(claims => claims.Remove(claim)))).Error.Should().Be(new JwtError(code, claim));
    }

    [Theory]
    [InlineData("oid", "7")]
    [InlineData("oid", "\"\"")]
    [InlineData("oid", "null")]
    [InlineData("uti", "[\"x\"]")]
    [InlineData("uti", "\"a\\u0000b\"")]
    [InlineData("cid", "{}")]
    public async Task A_claim_that_is_not_an_identifier_is_invalid(string claim, string json)
    {
        await using var host = Host(Mapped);

        (await host.ValidateAsync(MappedToken(claims => claims[claim] = JsonNode.Parse(json))))
            .Error.Should().Be(new JwtError(JwtErrorCode.ClaimInvalid, claim));
    }

    [Fact]
    public async Task Another_client_claim_leaves_client_id_and_azp_aside()
    {
        await using var host = Host(trust => trust.ClientIdClaim = "cid");

        var result = await host.ValidateAsync(Token(claims => claims["azp"] = "portal"));

        result.Error.Should().Be(JwtError.None);
        result.Token!.ClientId.Should().BeNull();
    }

    [Fact]
    public async Task A_required_client_id_is_the_claim_of_that_name_whatever_names_the_client()
    {
        await using var host = Host(trust =>
        {
            trust.ClientIdClaim = "azp";
            trust.RequiredClaims.Add("client_id");
        });

        (await host.ValidateAsync(Token(claims => claims["azp"] = "portal"))).Token!.ClientId.Should().Be("portal");
        (await host.ValidateAsync(Token(claims =>
        {
            claims["azp"] = "portal";
            claims.Remove("client_id");
        }))).Error.Should().Be(new JwtError(JwtErrorCode.ClaimMissing, "client_id"));
    }

    [Fact]
    public async Task One_time_tokens_are_identified_by_the_claim_that_identifies_tokens()
    {
        await using var host = Host(trust =>
        {
            trust.TokenIdClaim = "uti";
            trust.RequireSingleUse = true;
        });
        string Unique(string id, string jti) => Token(claims => (claims["uti"], claims["jti"]) = (id, jti));

        (await host.ValidateAsync(Unique("a", "1"))).Error.Should().Be(JwtError.None);
        (await host.ValidateAsync(Unique("a", "2"))).Error.Should().Be(new JwtError(JwtErrorCode.TokenReplayed, "uti"));
        (await host.ValidateAsync(Unique("b", "1"))).Error.Should().Be(JwtError.None);
    }

    [Theory]
    [InlineData("jti", true)]
    [InlineData("uti", true)]
    [InlineData("cid", false)]
    public void One_time_tokens_require_the_claim_that_identifies_them(string required, bool valid) =>
        OptionsProblems.Of(_issuer, trust =>
        {
            trust.TokenIdClaim = "uti";
            trust.RequireSingleUse = true;
            trust.RequiredClaims.Clear();
            trust.RequiredClaims.Add(required);
        }).Should().BeEquivalentTo(valid
            ? []
            : new[]
            {
                "HipaaJwtOptions.Issuers[0].RequireSingleUse identifies tokens by their uti claim, which RequiredClaims does not contain. "
                + "Add \"uti\" to RequiredClaims.",
            });

    [Theory]
    [InlineData(null, null, "user-42")]
    [InlineData("oid", null, "object-7")]
    [InlineData(null, "preferred_username", "ada")]
    [InlineData("oid", "preferred_username", "ada")]
    [InlineData(null, "missing", null)]
    public async Task The_name_claim_is_the_name_of_the_identity_and_nothing_else(string? subject, string? name, string? expected)
    {
        await using var host = Host(trust =>
        {
            trust.SubjectClaim = subject ?? "sub";
            trust.NameClaim = name;
        });

        var token = (await host.ValidateAsync(Token(claims => (claims["oid"], claims["preferred_username"]) = ("object-7", "ada")))).Token!;
        var identity = (ClaimsIdentity)token.CreatePrincipal().Identity!;

        identity.Name.Should().Be(expected);
        identity.Clone().Name.Should().Be(expected);
        token.Subject.Should().Be(subject is null ? "user-42" : "object-7");
        _sink.Events.Should().ContainSingle().Which.SubjectName.Should().BeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("exp")]
    [InlineData("aud")]
    [InlineData("iss")]
    [InlineData("cnf")]
    public void A_claim_that_cannot_identify_is_a_problem(string claim)
    {
        var problems = OptionsProblems.Of(_issuer, trust =>
            (trust.SubjectClaim, trust.ClientIdClaim, trust.TokenIdClaim, trust.NameClaim) = (claim, claim, claim, claim));

        foreach (var option in (string[])["SubjectClaim", "ClientIdClaim", "TokenIdClaim", "NameClaim"])
        {
            problems.Should().ContainSingle(problem => problem.StartsWith($"HipaaJwtOptions.Issuers[0].{option} is "));
        }
    }

    private static void Mapped(TrustedIssuer trust)
    {
        (trust.SubjectClaim, trust.ClientIdClaim, trust.TokenIdClaim) = ("oid", "cid", "uti");
        trust.RequireClientId = true;
    }

    private string MappedToken(Action<JsonObject> change) => Token(claims =>
    {
        (claims["oid"], claims["cid"], claims["uti"]) = ("object-7", "app-7", "unique-7");
        change(claims);
    });

    private string Token(Action<JsonObject> change) => _issuer.Token(claims: change);

    private TestHost Host(Action<TrustedIssuer> trust) =>
        new(_issuer, trust, build: builder => builder.AddAuditSink(_sink, AuditDelivery.Required));
}

using System.Text.Json.Nodes;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Claims;

/// <summary>Tokens that a client requested for itself, from issuers that write no <c>sub</c> into them.</summary>
public sealed class ClientAsSubjectTests : IDisposable
{
    private readonly TestIssuer _issuer = new();

    public static TheoryData<string, string> SignsOfUser { get; } = new()
    {
        { "sid", "\"s-1\"" }, { "sid", "null" }, { "auth_time", "1768478400" }, { "auth_time", "\"2026-01-15T12:00:00Z\"" },
        { "acr", "\"1\"" }, { "amr", "[\"pwd\"]" }, { "amr", "[]" }, { "preferred_username", "\"ada\"" }, { "username", "\"ada\"" },
        { "name", "\"Ada\"" }, { "email", "\"ada@hospital.example\"" }, { "email_verified", "false" }, { "upn", "\"ada\"" },
        { "unique_name", "[\"ada\"]" }, { "nonce", "\"n\"" }, { "at_hash", "\"h\"" }, { "idp", "\"local\"" }, { "session_state", "\"s\"" },
        { "act", "{\"sub\":\"x\"}" }, { "may_act", "{}" }, { "fhirUser", "\"Practitioner/1\"" }, { "oid", "\"o\"" }, { "uid", "\"u\"" },
        { "scope", "\"chart.read openid\"" }, { "scope", "\"offline_access\"" }, { "scope", "[\"chart.read\",\"openid\"]" },
    };

    public void Dispose() => _issuer.Dispose();

    [Fact]
    public async Task A_token_without_sub_is_rejected_by_default()
    {
        await using var host = new TestHost(_issuer);

        (await host.ValidateAsync(MachineToken())).Error.Should().Be(new JwtError(JwtErrorCode.ClaimMissing, "sub"));
    }

    [Theory]
    [InlineData("client_id")]
    [InlineData("azp")]
    public async Task The_client_is_the_subject_of_a_token_of_its_own_if_allowed(string claim)
    {
        var sink = new RecordingAuditSink();
        await using var host = new TestHost(
            _issuer, trust => trust.AllowClientAsSubject = true, build: builder => builder.AddAuditSink(sink, AuditDelivery.Required));

        var result = await host.ValidateAsync(MachineToken(claims =>
        {
            claims.Remove("client_id");
            claims[claim] = "lab-feed";
        }));

        result.Error.Should().Be(JwtError.None);
        (result.Token!.Subject, result.Token.ClientId).Should().Be(("lab-feed", "lab-feed"));
        sink.Events.Should().ContainSingle().Which.Subject.Should().Be("lab-feed");
    }

    [Theory]
    [MemberData(nameof(SignsOfUser))]
    public async Task A_token_with_a_sign_of_a_user_is_rejected_even_if_allowed(string claim, string json)
    {
        await using var host = Allowing();

        (await host.ValidateAsync(MachineToken(claims => claims[claim] = JsonNode.Parse(json))))
            .Error.Should().Be(new JwtError(JwtErrorCode.ClaimMissing, "sub"));
    }

    [Fact]
    public async Task A_sign_of_a_user_with_an_escaped_name_is_found()
    {
        await using var host = Allowing();
        var claims = TestIssuer.Claims();
        claims.Remove("sub");
        claims["scope"] = "chart.read";

        var json = claims.ToJsonString().Replace("\"jti\"", "\"s\\u0069d\":\"s-1\",\"jti\"");

        (await host.ValidateAsync(_issuer.Sign(TestIssuer.Header().ToJsonString(), json)))
            .Error.Should().Be(new JwtError(JwtErrorCode.ClaimMissing, "sub"));
    }

    [Fact]
    public async Task The_configured_name_of_the_user_is_a_sign_of_a_user()
    {
        await using var host = Allowing(trust => trust.NameClaim = "login");

        (await host.ValidateAsync(MachineToken(claims => claims["login"] = "ada")))
            .Error.Should().Be(new JwtError(JwtErrorCode.ClaimMissing, "sub"));
    }

    [Fact]
    public async Task A_token_without_sub_and_client_is_rejected_even_if_allowed()
    {
        await using var host = Allowing();

        (await host.ValidateAsync(MachineToken(claims => claims.Remove("client_id"))))
            .Error.Should().Be(new JwtError(JwtErrorCode.ClaimMissing, "sub"));
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("null")]
    [InlineData("7")]
    public async Task An_invalid_sub_is_not_a_missing_one(string json)
    {
        await using var host = Allowing();

        (await host.ValidateAsync(MachineToken(claims => claims["sub"] = JsonNode.Parse(json))))
            .Error.Should().Be(new JwtError(JwtErrorCode.ClaimInvalid, "sub"));
    }

    [Fact]
    public async Task A_token_with_sub_keeps_it()
    {
        await using var host = Allowing();

        (await host.ValidateAsync(_issuer.Token())).Token!.Subject.Should().Be("user-42");
    }

    [Fact]
    public async Task A_token_whose_sub_is_not_the_subject_is_not_one_of_the_client()
    {
        await using var host = Allowing(trust => trust.SubjectClaim = "employee");

        (await host.ValidateAsync(MachineToken(claims => claims["sub"] = "user-42")))
            .Error.Should().Be(new JwtError(JwtErrorCode.ClaimMissing, "employee"));
        (await host.ValidateAsync(MachineToken())).Token!.Subject.Should().Be("clinic-app");
    }

    [Fact]
    public async Task Another_client_claim_names_the_subject_too()
    {
        await using var host = Allowing(trust => trust.ClientIdClaim = "appid");

        (await host.ValidateAsync(MachineToken(claims => claims["appid"] = "app-7"))).Token!.Subject.Should().Be("app-7");
        (await host.ValidateAsync(MachineToken())).Error.Should().Be(new JwtError(JwtErrorCode.ClaimMissing, "sub"));
    }

    private TestHost Allowing(Action<TrustedIssuer>? change = null) => new(_issuer, trust =>
    {
        trust.AllowClientAsSubject = true;
        change?.Invoke(trust);
    });

    private string MachineToken(Action<JsonObject>? change = null) => _issuer.Token(claims: claims =>
    {
        claims.Remove("sub");
        claims["scope"] = "chart.read";
        change?.Invoke(claims);
    });
}

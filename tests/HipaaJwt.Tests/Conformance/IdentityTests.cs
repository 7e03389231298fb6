using System.Security.Claims;
using System.Text;
using System.Text.Json.Nodes;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Conformance;

/// <summary>Families 32, 35 and 41: the user of a token, and claims that keep their names.</summary>
public sealed class IdentityTests : IDisposable
{
    private readonly TestIssuer _issuer = new();

    public void Dispose() => _issuer.Dispose();

    [Fact]
    public async Task The_same_subject_of_two_issuers_identifies_two_users()
    {
        await using var fixture = new TokenFixture();
        var other = TokenFixture.Claims.With("iss", $"\"{TokenFixture.OtherIssuer}\"").ToString();

        var first = (await fixture.Host.ValidateAsync(fixture.Token())).Token!;
        var otherToken = fixture.SignedBy("ES256", "clinic-1", RawToken.Es256(fixture.OtherEc), other);
        var second = (await fixture.Host.ValidateAsync(otherToken)).Token!;

        (first.Subject == second.Subject).Should().BeTrue();
        (first.Issuer, first.Subject).Should().NotBe((second.Issuer, second.Subject));
        first.CreatePrincipal().FindFirst("sub")!.Issuer.Should().Be(TokenFixture.Issuer);
        second.CreatePrincipal().FindFirst("sub")!.Issuer.Should().Be(TokenFixture.OtherIssuer);
    }

    [Theory]
    [InlineData(ClaimTypes.Role)]
    [InlineData("role")]
    [InlineData("Roles")]
    [InlineData("http://schemas.microsoft.com/identity/claims/role")]
    [InlineData("groups")]
    public async Task A_claim_with_a_name_like_role_grants_no_role(string name)
    {
        await using var host = new TestHost(_issuer, build: builder => builder.AddPermissions(map => map.Role("admin").Grants("all")));

        var token = (await host.ValidateAsync(_issuer.Token(claims: claims => claims[name] = "admin"))).Token!;

        token.CreatePrincipal().IsInRole("admin").Should().BeFalse();
        token.Permissions.Should().BeEmpty();
    }

    [Fact]
    public async Task Claims_keep_the_names_of_the_token()
    {
        await using var host = new TestHost(_issuer);

        var token = (await host.ValidateAsync(_issuer.Token(claims: claims =>
        {
            claims[ClaimTypes.Name] = "Dr. No";
            claims["unique_name"] = "x";
            claims["email"] = "x@example.org";
        }))).Token!;
        var principal = token.CreatePrincipal();

        principal.Identity!.Name.Should().Be("user-42");
        principal.FindFirst(ClaimTypes.NameIdentifier).Should().BeNull();
        principal.FindFirst(ClaimTypes.Email).Should().BeNull();
        principal.Claims.Select(claim => claim.Type).Should().BeEquivalentTo(
            "iss", "sub", "aud", "client_id", "iat", "exp", "jti", "roles", "scope", ClaimTypes.Name, "unique_name", "email");
    }

    [Fact]
    public async Task A_similar_name_before_the_claim_does_not_replace_it()
    {
        await using var host = new TestHost(_issuer);
        var claims = TokenFixture.Claims.First("SUB", "\"admin\"").First("Roles", "[\"admin\"]").ToString();
        var token = (await host.ValidateAsync(_issuer.Sign(TestIssuer.Header().ToJsonString(), claims))).Token!;
        var principal = token.CreatePrincipal();

        principal.Identity!.Name.Should().Be("user-42");
        principal.FindFirst("sub")!.Value.Should().Be("user-42");
        principal.FindAll("sub").Should().ContainSingle();
        principal.HasClaim("sub", "admin").Should().BeFalse();
        principal.HasClaim("SUB", "admin").Should().BeTrue();
        principal.FindAll("roles").Should().BeEmpty();
        principal.IsInRole("admin").Should().BeFalse();
        principal.Clone().IsInRole("admin").Should().BeFalse();
        token.TryGetString("sub", out var subject).Should().BeTrue();
        subject.Should().Be("user-42");
    }

    [Fact]
    public async Task Subjects_are_returned_as_signed()
    {
        await using var host = new TestHost(_issuer);
        foreach (var subject in new[]
        {
            "José", "e\u0301", "\u00E9", "患者", "😀", "a\u2028b", "\u202Ea", " user-42 ", "USER-42", "\uFFFE",
        })
        {
            var token = (await host.ValidateAsync(_issuer.Token(claims: claims => claims["sub"] = subject))).Token!;

            token.Subject.Should().Be(subject);
        }
    }

    [Fact]
    public async Task Rejects_a_cached_token_after_it_has_expired()
    {
        await using var host = new TestHost(_issuer);
        var token = _issuer.Token();
        for (var use = 0; use < 3; use++)
        {
            (await host.ValidateAsync(token)).IsValid.Should().BeTrue();
        }

        _issuer.Time.Advance(TimeSpan.FromMinutes(11));

        (await host.ValidateAsync(token)).Error.Code.Should().Be(JwtErrorCode.TokenExpired);
    }

    [Fact]
    public async Task Rejects_a_token_that_differs_from_a_cached_one_in_the_last_character()
    {
        await using var host = new TestHost(_issuer);
        var token = _issuer.Token();
        (await host.ValidateAsync(token)).IsValid.Should().BeTrue();

        foreach (var last in "AQgw".Where(last => last != token[^1]))
        {
            (await host.ValidateAsync(token[..^1] + last)).Error.Code.Should().Be(JwtErrorCode.SignatureInvalid);
        }
    }

    [Fact]
    public async Task Rejects_a_cached_token_with_a_changed_header()
    {
        await using var host = new TestHost(_issuer);
        var token = _issuer.Token();
        (await host.ValidateAsync(token)).IsValid.Should().BeTrue();
        var header = new JsonObject { ["alg"] = "ES256", ["typ"] = "at+jwt", ["kid"] = TestIssuer.KeyId, ["x"] = 1 };

        var changed = RawToken.Base64(header.ToJsonString()) + token[token.IndexOf('.', StringComparison.Ordinal)..];

        (await host.ValidateAsync(changed)).Error.Code.Should().Be(JwtErrorCode.SignatureInvalid);
    }

    [Fact]
    public async Task A_claim_added_to_a_principal_does_not_affect_other_requests()
    {
        await using var host = new TestHost(_issuer);
        var token = _issuer.Token();
        var first = (await host.ValidateAsync(token)).Token!;
        first.CreatePrincipal().Identities.Single().AddClaim(new Claim("roles", "admin"));

        var second = (await host.ValidateAsync(token)).Token!;

        first.CreatePrincipal().IsInRole("admin").Should().BeFalse();
        second.CreatePrincipal().IsInRole("admin").Should().BeFalse();
    }
}

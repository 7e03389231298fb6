using System.Text.Json.Nodes;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Providers;

/// <summary>developers.google.com/identity/openid-connect/openid-connect, ID token payload: two spellings of iss, and hd.</summary>
public sealed class GoogleTests : IDisposable
{
    private readonly ProviderTokens _tokens = new();

    public void Dispose() => _tokens.Dispose();

    private const string Client = "1234567890-example.apps.googleusercontent.com";

    [Theory]
    [InlineData("https://accounts.google.com", JwtErrorCode.None)]
    [InlineData("accounts.google.com", JwtErrorCode.None)]
    [InlineData("http://accounts.google.com", JwtErrorCode.IssuerNotAllowed)]
    [InlineData("https://accounts.google.com/", JwtErrorCode.IssuerNotAllowed)]
    public async Task Accepts_both_spellings_of_the_issuer_as_one(string spelling, JwtErrorCode code)
    {
        var result = await ValidateAsync(IdToken(), claims => claims["iss"] = spelling);

        result.Error.Code.Should().Be(code);
        result.Token?.Issuer.Should().Be("https://accounts.google.com");
    }

    [Theory]
    [InlineData("hospital.example", JwtErrorCode.None)]
    [InlineData("other.example", JwtErrorCode.ClaimValueNotAllowed)]
    [InlineData(null, JwtErrorCode.ClaimMissing)]
    public async Task Accepts_only_accounts_of_the_organization(string? domain, JwtErrorCode code) =>
        (await ValidateAsync(IdToken(), claims => claims["hd"] = domain)).Error.Code.Should().Be(code);

    [Fact]
    public async Task Accepts_every_account_if_no_organization_is_named() =>
        (await _tokens.ValidateAsync(TrustedIssuer.ForGoogle(Client), "JWT", IdToken(), claims => claims.Remove("hd")))
            .Error.Should().Be(JwtError.None);

    [Theory]
    [InlineData("")]
    [InlineData("hospital")]
    [InlineData("https://hospital.example/x")]
    public void Rejects_a_value_that_is_not_a_domain(string domain) =>
        FluentActions.Invoking(() => TrustedIssuer.ForGoogle(Client, domain)).Should().Throw<ArgumentException>();

    private Task<JwtValidationResult> ValidateAsync(JsonObject claims, Action<JsonObject>? change = null, string? type = "JWT") =>
        _tokens.ValidateAsync(TrustedIssuer.ForGoogle(Client, "hospital.example"), type, claims, change);

    private static JsonObject IdToken() => new()
    {
        ["iss"] = "https://accounts.google.com",
        ["azp"] = Client,
        ["aud"] = Client,
        ["sub"] = "10769150350006150715113082367",
        ["at_hash"] = "HK6E_P6Dh8Y93mRNtsDB1Q",
        ["hd"] = "hospital.example",
        ["email"] = "ada@hospital.example",
        ["email_verified"] = true,
        ["iat"] = ProviderTokens.Now,
        ["exp"] = ProviderTokens.Now + 3600,
        ["nonce"] = "0394852-3190485-2490358",
    };
}

using System.Text.Json.Nodes;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Providers;

/// <summary>
/// MS-OIDCE (OpenID Connect 1.0 Protocol Extensions): access_token_issuer in the metadata, appid, apptype and ver in access tokens. ID
/// tokens have the issuer of the metadata.
/// </summary>
public sealed class AdfsTests : IDisposable
{
    private readonly ProviderTokens _tokens = new();

    public void Dispose() => _tokens.Dispose();

    private const string Trust = "http://fs.hospital.example/adfs/services/trust";

    [Fact]
    public void Creates_the_addresses_of_the_federation_service()
    {
        CreateIssuer().Issuer.Should().Be(Trust);
        CreateIssuer().MetadataAddress.Should().Be("https://fs.hospital.example/adfs/.well-known/openid-configuration");
    }

    [Fact]
    public async Task Accepts_an_access_token_with_its_client()
    {
        var result = await ValidateAsync(AccessToken());

        result.Error.Should().Be(JwtError.None);
        result.Token!.ClientId.Should().Be("50ce8764-0000-0000-0000-39cc601ea154");
    }

    [Fact]
    public async Task Rejects_an_ID_token() =>
        (await ValidateAsync(AccessToken(), claims => claims["iss"] = "https://fs.hospital.example/adfs"))
            .Error.Should().Be(new JwtError(JwtErrorCode.IssuerNotAllowed, "iss"));

    [Fact]
    public async Task Rejects_a_token_without_a_subject_unless_it_is_one_of_the_client()
    {
        (await ValidateAsync(AccessToken(), claims => claims.Remove("sub")))
            .Error.Should().Be(new JwtError(JwtErrorCode.ClaimMissing, "sub"));
        var issuer = CreateIssuer();
        issuer.AllowClientAsSubject = true;
        (await _tokens.ValidateAsync(issuer, "JWT", AccessToken(), claims => claims.Remove("sub")))
            .IsValid.Should().BeFalse("a user signed in");
        issuer = CreateIssuer();
        issuer.AllowClientAsSubject = true;
        (await _tokens.ValidateAsync(issuer, "JWT", AccessToken(), claims =>
        {
            claims.Remove("sub");
            claims.Remove("auth_time");
        })).Token!.Subject.Should().Be("50ce8764-0000-0000-0000-39cc601ea154");
    }

    [Theory]
    [InlineData(TestIssuer.Name, JwtErrorCode.None)]
    [InlineData("http://fs.lab.example/adfs/services/trust", JwtErrorCode.KeysUnavailable)]
    [InlineData(null, JwtErrorCode.KeysUnavailable)]
    public async Task The_metadata_names_the_issuer_of_access_tokens(string? accessTokenIssuer, JwtErrorCode code)
    {
        await using var lab = await KeyLab.StartAsync();
        lab.Provider.Instead = context => context.Request.Path == KeyProvider.MetadataPath
            ? KeyProvider.WriteAsync(context, Metadata(lab.Provider, accessTokenIssuer))
            : lab.Provider.AnswerWellAsync(context);

        (await lab.VerdictAsync()).Should().Be(code);
    }

    private static string Metadata(KeyProvider provider, string? accessTokenIssuer)
    {
        JsonObject metadata = new()
        {
            ["issuer"] = "https://fs.hospital.example/adfs",
            ["jwks_uri"] = provider.Address + KeyProvider.KeysPath,
            ["id_token_signing_alg_values_supported"] = new JsonArray("RS256"),
            ["microsoft_multi_refresh_token"] = true,
        };
        if (accessTokenIssuer is not null)
        {
            metadata["access_token_issuer"] = accessTokenIssuer;
        }

        return metadata.ToJsonString();
    }

    private static TrustedIssuer CreateIssuer() => TrustedIssuer.ForAdfs("fs.hospital.example", "https://charts.hospital.example");

    private Task<JwtValidationResult> ValidateAsync(JsonObject claims, Action<JsonObject>? change = null, string? type = "JWT") =>
        _tokens.ValidateAsync(CreateIssuer(), type, claims, change);

    private static JsonObject AccessToken() => new()
    {
        ["aud"] = "https://charts.hospital.example",
        ["iss"] = Trust,
        ["iat"] = ProviderTokens.Now,
        ["nbf"] = ProviderTokens.Now,
        ["exp"] = ProviderTokens.Now + 3600,
        ["sub"] = "Jq3bT0dSe9KXlX+U6LsrU9b3K5sUXa8Shnj",
        ["apptype"] = "Confidential",
        ["appid"] = "50ce8764-0000-0000-0000-39cc601ea154",
        ["authmethod"] = "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport",
        ["auth_time"] = "2026-01-15T11:59:50.566Z",
        ["ver"] = "1.0",
        ["scp"] = "openid",
    };
}

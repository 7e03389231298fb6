using System.Text.Json.Nodes;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Providers;

public sealed class KeycloakTests : IDisposable
{
    private readonly ProviderTokens _tokens = new();

    public void Dispose() => _tokens.Dispose();

    [Theory]
    [InlineData("https://id.example.com", "https://id.example.com/realms/demo")]
    [InlineData("https://id.example.com/", "https://id.example.com/realms/demo")]
    [InlineData("https://id.example.com:8443/auth/", "https://id.example.com:8443/auth/realms/demo")]
    [InlineData("http://localhost:8080", "http://localhost:8080/realms/demo")]
    [InlineData("http://127.0.0.1:8080", "http://127.0.0.1:8080/realms/demo")]
    [InlineData("https://realms.example.com", "https://realms.example.com/realms/demo")]
    public void Creates_the_addresses_of_the_realm(string address, string issuer)
    {
        var trusted = TrustedIssuer.ForKeycloak(address, "demo", "charts-api");

        trusted.Issuer.Should().Be(issuer);
        trusted.MetadataAddress.Should().Be(issuer + "/.well-known/openid-configuration");
    }

    [Theory]
    [InlineData("JWT", "Bearer")]
    [InlineData("at+jwt", "Bearer")]
    [InlineData("JWT", "DPoP")]
    public async Task Accepts_an_access_token(string type, string kind)
    {
        var result = await _tokens.ValidateAsync(CreateIssuer(), type, AccessToken(), claims => claims["typ"] = kind);

        result.Error.Should().Be(JwtError.None);
        result.Token!.ClientId.Should().Be("demo-app");
    }

    [Fact]
    public async Task Grants_permissions_by_roles_of_the_realm_and_of_the_client()
    {
        await using var host = _tokens.Trusting(CreateIssuer(), builder => builder.AddPermissions(map => map
            .RolesFrom("realm_access.roles", "resource_access.charts-api.roles")
            .Role("physician").Grants("chart:write")
            .Role("reader").Grants("chart:read")
            .Role("view-profile").Grants("profile:read")));

        (await host.ValidateAsync(_tokens.Sign("JWT", AccessToken()))).Token!.Permissions.ToString().Should().Be("chart:write chart:read");
    }

    [Theory]
    [InlineData("ID")]
    [InlineData("Refresh")]
    [InlineData("Offline")]
    [InlineData("Logout")]
    [InlineData("bearer")]
    public async Task Rejects_a_token_of_another_kind_even_with_claims_of_an_access_token(string kind) =>
        (await ValidateAsync(claims => claims["typ"] = kind)).Error.Should().Be(new JwtError(JwtErrorCode.ClaimValueNotAllowed, "typ"));

    [Fact]
    public async Task Rejects_a_token_without_the_claims_that_the_preset_requires()
    {
        (await ValidateAsync(claims => claims.Remove("typ"))).Error.Should().Be(new JwtError(JwtErrorCode.ClaimMissing, "typ"));
        (await ValidateAsync(claims => claims.Remove("azp"))).Error.Should().Be(new JwtError(JwtErrorCode.ClaimMissing, "client_id"));
        (await ValidateAsync(claims => claims.Remove("aud"))).Error.Should().Be(new JwtError(JwtErrorCode.ClaimMissing, "aud"));
        (await ValidateAsync(claims => claims["aud"] = "account")).Error.Should().Be(new JwtError(JwtErrorCode.AudienceNotAllowed, "aud"));
    }

    [Theory]
    [InlineData("http://id.example.com", "demo", "*an https address*")]
    [InlineData("id.example.com", "demo", "*an https address*")]
    [InlineData("https://id.example.com?x", "demo", "*an https address*")]
    [InlineData("https://user@id.example.com", "demo", "*an https address*")]
    [InlineData("ftp://localhost", "demo", "*an https address*")]
    [InlineData("https://id.example.com/realms/demo", "demo", "*without \"/realms/…\"*")]
    [InlineData("https://id.example.com", "a/b", "*only the name*")]
    [InlineData("https://id.example.com", "..", "*only the name*")]
    [InlineData("https://id.example.com", "my realm", "*only the name*")]
    [InlineData("https://id.example.com", "", "*")]
    public void Rejects_invalid_arguments_with_a_remedy(string address, string realm, string message) =>
        FluentActions.Invoking(() => TrustedIssuer.ForKeycloak(address, realm, "charts-api"))
            .Should().Throw<ArgumentException>().WithMessage(message);

    [Fact]
    public void Rejects_an_empty_audience() =>
        FluentActions.Invoking(() => TrustedIssuer.ForKeycloak("https://id.example.com", "demo", ""))
            .Should().Throw<ArgumentException>().WithParameterName("audience");

    private static TrustedIssuer CreateIssuer() => TrustedIssuer.ForKeycloak("https://id.example.com", "demo", "charts-api");

    private Task<JwtValidationResult> ValidateAsync(Action<JsonObject> change) =>
        _tokens.ValidateAsync(CreateIssuer(), "JWT", AccessToken(), change);

    /// <summary>
    /// A token of Keycloak 26 with one audience mapper. The classes AccessToken and JsonWebToken in its source define the claims.
    /// </summary>
    private static JsonObject AccessToken() => new()
    {
        ["exp"] = ProviderTokens.Now + 300,
        ["iat"] = ProviderTokens.Now,
        ["auth_time"] = ProviderTokens.Now - 10,
        ["jti"] = "onrtac:00000000-0000-4000-8000-000000000001",
        ["iss"] = "https://id.example.com/realms/demo",
        ["aud"] = new JsonArray("charts-api", "account"),
        ["sub"] = "00000000-0000-4000-8000-000000000002",
        ["typ"] = "Bearer",
        ["azp"] = "demo-app",
        ["sid"] = "00000000-0000-4000-8000-000000000003",
        ["acr"] = "1",
        ["allowed-origins"] = new JsonArray("https://app.example.com"),
        ["realm_access"] = new JsonObject { ["roles"] = new JsonArray("offline_access", "physician") },
        ["resource_access"] = new JsonObject
        {
            ["account"] = new JsonObject { ["roles"] = new JsonArray("view-profile") },
            ["charts-api"] = new JsonObject { ["roles"] = new JsonArray("reader") },
        },
        ["scope"] = "openid profile email",
        ["email_verified"] = true,
        ["preferred_username"] = "user.one",
    };
}

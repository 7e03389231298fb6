using System.Text.Json.Nodes;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Providers;

public sealed class EntraIdTests : IDisposable
{
    private const string Tenant = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee";
    private const string Api = "11111111-2222-3333-4444-555555555555";
    private const string Client = "66666666-7777-8888-9999-000000000000";

    private readonly ProviderTokens _tokens = new();

    public void Dispose() => _tokens.Dispose();

    [Fact]
    public void The_addresses_are_those_of_the_tenant()
    {
        var issuer = TrustedIssuer.ForEntraId(Tenant.ToUpperInvariant(), Api);

        issuer.Issuer.Should().Be($"https://login.microsoftonline.com/{Tenant}/v2.0");
        issuer.MetadataAddress.Should().Be($"https://login.microsoftonline.com/{Tenant}/v2.0/.well-known/openid-configuration");
    }

    [Fact]
    public async Task An_access_token_of_a_user_passes_and_names_its_client()
    {
        var result = await ValidateAsync(AccessToken());

        result.Error.Should().Be(JwtError.None);
        result.Token!.ClientId.Should().Be(Client);
        result.Token.Subject.Should().Be("pairwise-example-subject");
    }

    [Fact]
    public async Task An_access_token_of_a_daemon_passes()
    {
        var claims = AccessToken();
        claims.Remove("scp");
        claims["roles"] = new JsonArray("Charts.Read.All");

        (await ValidateAsync(claims)).Error.Should().Be(JwtError.None);
    }

    [Fact]
    public async Task An_id_token_is_refused_for_its_audience()
    {
        (await ValidateAsync(IdToken(Client))).Error.Should().Be(new JwtError(JwtErrorCode.AudienceNotAllowed, "aud"));
    }

    [Fact]
    public async Task An_id_token_of_the_very_registration_of_the_api_is_refused_for_it_has_no_client() =>
        (await ValidateAsync(IdToken(Api))).Error.Should().Be(new JwtError(JwtErrorCode.ClaimMissing, "client_id"));

    [Fact]
    public async Task Tokens_of_another_version_tenant_or_kind_are_refused()
    {
        (await ValidateAsync(AccessToken(), claims => claims["ver"] = "1.0")).Error.Should().Be(new JwtError(JwtErrorCode.ClaimValueNotAllowed, "ver"));
        (await ValidateAsync(AccessToken(), claims => claims.Remove("ver"))).Error.Should().Be(new JwtError(JwtErrorCode.ClaimMissing, "ver"));
        (await ValidateAsync(AccessToken(), claims => claims["iss"] = $"https://sts.windows.net/{Tenant}/")).Error.Should().Be(new JwtError(JwtErrorCode.IssuerNotAllowed, "iss"));
        (await ValidateAsync(AccessToken(), claims => claims["iss"] = $"https://login.microsoftonline.com/{Api}/v2.0")).Error.Code.Should().Be(JwtErrorCode.IssuerNotAllowed);
        (await ValidateAsync(AccessToken(), claims => claims.Remove("uti"))).Error.Should().Be(new JwtError(JwtErrorCode.ClaimMissing, "uti"));
        (await _tokens.ValidateAsync(Trust(), "at+jwt", AccessToken())).Error.Code.Should().Be(JwtErrorCode.TokenTypeNotAllowed);
        (await _tokens.ValidateAsync(Trust(), null, AccessToken())).Error.Code.Should().Be(JwtErrorCode.TokenTypeMissing);
    }

    [Theory]
    [InlineData(95 * 60, JwtErrorCode.None)]
    [InlineData((95 * 60) + 1, JwtErrorCode.TokenLifetimeTooLong)]
    public async Task A_token_lives_as_long_as_entra_lets_it(int seconds, JwtErrorCode code) =>
        (await ValidateAsync(AccessToken(), claims => claims["exp"] = ProviderTokens.Now + seconds)).Error.Code.Should().Be(code);

    [Theory]
    [InlineData("common", "*accounts of anybody*")]
    [InlineData("Organizations", "*accounts of anybody*")]
    [InlineData("consumers", "*accounts of anybody*")]
    [InlineData("9188040D-6c67-4c5b-b112-36a304b66dad", "*accounts of anybody*")]
    [InlineData("hospital.onmicrosoft.com", "*the id of the tenant*never by a domain*")]
    [InlineData("00000000-0000-0000-0000-000000000000", "*the id of the tenant*")]
    [InlineData("{aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee}", "*the id of the tenant*")]
    [InlineData("aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee/../common", "*the id of the tenant*")]
    [InlineData(" ", "*")]
    public void What_is_not_one_tenant_is_refused_with_the_remedy(string tenant, string message) =>
        FluentActions.Invoking(() => TrustedIssuer.ForEntraId(tenant, Api)).Should().Throw<ArgumentException>().WithMessage(message).WithParameterName("tenantId");

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void An_empty_audience_is_refused(string audience) =>
        FluentActions.Invoking(() => TrustedIssuer.ForEntraId(Tenant, audience)).Should().Throw<ArgumentException>().WithParameterName(nameof(audience));

    private static TrustedIssuer Trust() => TrustedIssuer.ForEntraId(Tenant, Api);

    private Task<JwtValidationResult> ValidateAsync(JsonObject claims, Action<JsonObject>? change = null) => _tokens.ValidateAsync(Trust(), "JWT", claims, change);

    /// <summary>learn.microsoft.com/entra/identity-platform/access-token-claims-reference, version 2.0.</summary>
    private static JsonObject AccessToken() => new()
    {
        ["aud"] = Api,
        ["iss"] = $"https://login.microsoftonline.com/{Tenant}/v2.0",
        ["iat"] = ProviderTokens.Now,
        ["nbf"] = ProviderTokens.Now,
        ["exp"] = ProviderTokens.Now + 4700,
        ["aio"] = "opaque",
        ["azp"] = Client,
        ["azpacr"] = "1",
        ["oid"] = "12121212-3434-5656-7878-909090909090",
        ["rh"] = "opaque",
        ["scp"] = "charts.read charts.write",
        ["sub"] = "pairwise-example-subject",
        ["tid"] = Tenant,
        ["uti"] = "exampleUti_AAAA",
        ["ver"] = "2.0",
    };

    /// <summary>learn.microsoft.com/entra/identity-platform/id-token-claims-reference.</summary>
    private static JsonObject IdToken(string audience) => new()
    {
        ["aud"] = audience,
        ["iss"] = $"https://login.microsoftonline.com/{Tenant}/v2.0",
        ["iat"] = ProviderTokens.Now,
        ["nbf"] = ProviderTokens.Now,
        ["exp"] = ProviderTokens.Now + 3600,
        ["nonce"] = "678910",
        ["oid"] = "12121212-3434-5656-7878-909090909090",
        ["preferred_username"] = "user.one@example.com",
        ["roles"] = new JsonArray("Physician"),
        ["rh"] = "opaque",
        ["sub"] = "pairwise-example-subject",
        ["tid"] = Tenant,
        ["uti"] = "exampleUti_AAAA",
        ["ver"] = "2.0",
    };
}

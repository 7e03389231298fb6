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
    public void Creates_the_addresses_of_the_tenant()
    {
        var issuer = TrustedIssuer.ForEntraId(Tenant.ToUpperInvariant(), Api);

        issuer.Issuer.Should().Be($"https://login.microsoftonline.com/{Tenant}/v2.0");
        issuer.MetadataAddress.Should().Be($"https://login.microsoftonline.com/{Tenant}/v2.0/.well-known/openid-configuration");
    }

    [Fact]
    public async Task Accepts_an_access_token_of_a_user()
    {
        var result = await ValidateAsync(AccessToken());

        result.Error.Should().Be(JwtError.None);
        result.Token!.ClientId.Should().Be(Client);
        result.Token.Subject.Should().Be("pairwise-example-subject");
    }

    [Fact]
    public async Task Accepts_an_access_token_of_a_daemon()
    {
        var claims = AccessToken();
        claims.Remove("scp");
        claims["roles"] = new JsonArray("Charts.Read.All");

        (await ValidateAsync(claims)).Error.Should().Be(JwtError.None);
    }

    [Fact]
    public async Task Rejects_an_ID_token_by_its_audience()
    {
        (await ValidateAsync(IdToken(Client))).Error.Should().Be(new JwtError(JwtErrorCode.AudienceNotAllowed, "aud"));
    }

    [Fact]
    public async Task Rejects_an_ID_token_of_the_registration_of_the_API_because_it_has_no_client() =>
        (await ValidateAsync(IdToken(Api))).Error.Should().Be(new JwtError(JwtErrorCode.ClaimMissing, "client_id"));

    [Fact]
    public async Task Rejects_tokens_of_another_version_tenant_or_kind()
    {
        (await ValidateAsync(AccessToken(), claims => claims["ver"] = "1.0"))
            .Error.Should().Be(new JwtError(JwtErrorCode.ClaimValueNotAllowed, "ver"));
        (await ValidateAsync(AccessToken(), claims => claims.Remove("ver")))
            .Error.Should().Be(new JwtError(JwtErrorCode.ClaimMissing, "ver"));
        (await ValidateAsync(AccessToken(), claims => claims["iss"] = $"https://sts.windows.net/{Tenant}/"))
            .Error.Should().Be(new JwtError(JwtErrorCode.IssuerNotAllowed, "iss"));
        (await ValidateAsync(AccessToken(), claims => claims["iss"] = $"https://login.microsoftonline.com/{Api}/v2.0"))
            .Error.Code.Should().Be(JwtErrorCode.IssuerNotAllowed);
        (await ValidateAsync(AccessToken(), claims => claims.Remove("uti")))
            .Error.Should().Be(new JwtError(JwtErrorCode.ClaimMissing, "uti"));
        (await _tokens.ValidateAsync(CreateIssuer(), "at+jwt", AccessToken())).Error.Code.Should().Be(JwtErrorCode.TokenTypeNotAllowed);
        (await _tokens.ValidateAsync(CreateIssuer(), null, AccessToken())).Error.Code.Should().Be(JwtErrorCode.TokenTypeMissing);
    }

    [Fact]
    public async Task The_token_is_identified_by_uti_and_the_client_by_azp()
    {
        var token = (await ValidateAsync(AccessToken())).Token!;

        token.Id.Should().Be("exampleUti_AAAA");
        token.ClientId.Should().Be((string?)AccessToken()["azp"]);
        token.Subject.Should().Be((string?)AccessToken()["sub"], "oid is missing unless the client requests the scope profile");
    }

    [Fact]
    public void Several_tenants_are_an_explicit_list_with_one_issuer_each()
    {
        var issuers = TrustedIssuer.ForEntraIdTenants([Tenant, Api], Api);

        issuers.Should().BeEquivalentTo([TrustedIssuer.ForEntraId(Tenant, Api), TrustedIssuer.ForEntraId(Api, Api)]);
        FluentActions.Invoking(() => TrustedIssuer.ForEntraIdTenants([], Api)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => TrustedIssuer.ForEntraIdTenants([Tenant, Tenant.ToUpperInvariant()], Api))
            .Should().Throw<ArgumentException>().WithMessage("*named twice*");
        FluentActions.Invoking(() => TrustedIssuer.ForEntraIdTenants([Tenant, "common"], Api)).Should().Throw<ArgumentException>();
    }

    [Theory]
    [InlineData(95 * 60, JwtErrorCode.None)]
    [InlineData((95 * 60) + 1, JwtErrorCode.TokenLifetimeTooLong)]
    public async Task Accepts_the_longest_lifetime_of_Entra_ID_and_nothing_longer(int seconds, JwtErrorCode code) =>
        (await ValidateAsync(AccessToken(), claims => claims["exp"] = ProviderTokens.Now + seconds)).Error.Code.Should().Be(code);

    [Theory]
    [InlineData("common", "*is not a single tenant*")]
    [InlineData("Organizations", "*is not a single tenant*")]
    [InlineData("consumers", "*is not a single tenant*")]
    [InlineData("9188040D-6c67-4c5b-b112-36a304b66dad", "*is not a single tenant*")]
    [InlineData("hospital.onmicrosoft.com", "*is not the ID of a tenant*not a domain*")]
    [InlineData("00000000-0000-0000-0000-000000000000", "*is not the ID of a tenant*")]
    [InlineData("{aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee}", "*is not the ID of a tenant*")]
    [InlineData("aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee/../common", "*is not the ID of a tenant*")]
    [InlineData(" ", "*")]
    public void Rejects_a_value_that_is_not_one_tenant_with_a_remedy(string tenant, string message) =>
        FluentActions.Invoking(() => TrustedIssuer.ForEntraId(tenant, Api))
            .Should().Throw<ArgumentException>().WithMessage(message).WithParameterName("tenantId");

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void Rejects_an_empty_audience(string audience) =>
        FluentActions.Invoking(() => TrustedIssuer.ForEntraId(Tenant, audience))
            .Should().Throw<ArgumentException>().WithParameterName(nameof(audience));

    private static TrustedIssuer CreateIssuer() => TrustedIssuer.ForEntraId(Tenant, Api);

    private Task<JwtValidationResult> ValidateAsync(JsonObject claims, Action<JsonObject>? change = null) =>
        _tokens.ValidateAsync(CreateIssuer(), "JWT", claims, change);

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

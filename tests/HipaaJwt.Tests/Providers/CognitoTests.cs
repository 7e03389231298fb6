using System.Text.Json.Nodes;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Providers;

public sealed class CognitoTests : IDisposable
{
    private const string Client = "exampleclientid0000000001";
    private const string Pool = "eu-west-1_EXAMPLE01";

    private readonly ProviderTokens _tokens = new();

    public void Dispose() => _tokens.Dispose();

    [Fact]
    public void Creates_the_addresses_of_the_user_pool()
    {
        var issuer = TrustedIssuer.ForCognito("eu-west-1", Pool, Client, "another");

        issuer.Issuer.Should().Be($"https://cognito-idp.eu-west-1.amazonaws.com/{Pool}");
        issuer.MetadataAddress.Should().Be($"https://cognito-idp.eu-west-1.amazonaws.com/{Pool}/.well-known/openid-configuration");
        issuer.Audiences.Should().Equal(Client, "another");
    }

    [Fact]
    public async Task Accepts_an_access_token_without_an_audience()
    {
        var result = await ValidateAsync(_ => { });

        result.Error.Should().Be(JwtError.None);
        result.Token!.ClientId.Should().Be(Client);
        result.Token.Audiences.Should().BeEmpty();
    }

    [Fact]
    public async Task Grants_permissions_by_group()
    {
        await using var host = _tokens.Trusting(CreateIssuer(), builder => builder.AddPermissions(map =>
            map.RolesFrom("cognito:groups").Role("readers").Grants("chart:read")));

        (await host.ValidateAsync(_tokens.Sign(null, AccessToken()))).Token!.Permissions.ToString().Should().Be("chart:read");
    }

    [Fact]
    public async Task Rejects_an_ID_token_even_with_claims_of_an_access_token()
    {
        (await _tokens.ValidateAsync(CreateIssuer(), null, IdToken()))
            .Error.Should().Be(new JwtError(JwtErrorCode.ClaimMissing, "client_id"));
        (await ValidateAsync(claims => claims["token_use"] = "id"))
            .Error.Should().Be(new JwtError(JwtErrorCode.ClaimValueNotAllowed, "token_use"));
        (await ValidateAsync(claims => claims.Remove("token_use"))).Error.Should().Be(new JwtError(JwtErrorCode.ClaimMissing, "token_use"));
    }

    [Fact]
    public async Task Rejects_a_token_of_another_app_client() =>
        (await ValidateAsync(claims => claims["client_id"] = "another"))
            .Error.Should().Be(new JwtError(JwtErrorCode.AudienceNotAllowed, "client_id"));

    [Fact]
    public async Task Accepts_a_token_for_a_resource_only_if_it_is_an_audience()
    {
        var bound = AccessToken();
        bound["aud"] = "https://charts.example.com";
        var issuer = CreateIssuer();
        issuer.Audiences.Add("https://charts.example.com");

        (await _tokens.ValidateAsync(issuer, null, bound)).Error.Should().Be(JwtError.None);
        (await _tokens.ValidateAsync(CreateIssuer(), null, bound)).Error.Should().Be(new JwtError(JwtErrorCode.AudienceNotAllowed, "aud"));
    }

    [Fact]
    public async Task Accepts_a_token_of_a_machine_client()
    {
        var claims = AccessToken();
        claims.Remove("username");
        claims.Remove("cognito:groups");
        claims["sub"] = Client;

        (await _tokens.ValidateAsync(CreateIssuer(), null, claims)).Error.Should().Be(JwtError.None);
    }

    [Theory]
    [InlineData("eu-west-1", "us-east-1_EXAMPLE01", "*starts with its region*")]
    [InlineData("eu-west-1", "eu-west-1_", "*starts with its region*")]
    [InlineData("eu-west-1", "EXAMPLE01", "*starts with its region*")]
    [InlineData("eu-west-1", "eu-west-1_a/b", "*only the name*")]
    [InlineData("evil.example/", "evil.example/_x", "*only the name*")]
    [InlineData("evil.example", "evil.example_x", "*starts with its region*")]
    [InlineData("", "eu-west-1_EXAMPLE01", "*")]
    [InlineData("eu-west-1", "", "*")]
    public void Rejects_an_invalid_region_or_user_pool_with_a_remedy(string region, string pool, string message) =>
        FluentActions.Invoking(() => TrustedIssuer.ForCognito(region, pool, Client))
            .Should().Throw<ArgumentException>().WithMessage(message);

    [Theory]
    [InlineData]
    [InlineData("")]
    [InlineData(Client, " ")]
    public void Rejects_a_missing_app_client(params string[] clients) =>
        FluentActions.Invoking(() => TrustedIssuer.ForCognito("eu-west-1", Pool, clients))
            .Should().Throw<ArgumentException>().WithMessage("An app client is missing*");

    private static TrustedIssuer CreateIssuer() => TrustedIssuer.ForCognito("eu-west-1", Pool, Client);

    private Task<JwtValidationResult> ValidateAsync(Action<JsonObject> change) =>
        _tokens.ValidateAsync(CreateIssuer(), null, AccessToken(), change);

    /// <summary>
    /// docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html. Its header contains only
    /// kid and alg.
    /// </summary>
    private static JsonObject AccessToken() => new()
    {
        ["sub"] = "00000000-0000-4000-8000-000000000010",
        ["cognito:groups"] = new JsonArray("readers"),
        ["iss"] = $"https://cognito-idp.eu-west-1.amazonaws.com/{Pool}",
        ["version"] = 2,
        ["client_id"] = Client,
        ["origin_jti"] = "00000000-0000-4000-8000-000000000011",
        ["event_id"] = "00000000-0000-4000-8000-000000000012",
        ["token_use"] = "access",
        ["scope"] = "openid charts-api/read",
        ["auth_time"] = ProviderTokens.Now,
        ["exp"] = ProviderTokens.Now + 3600,
        ["iat"] = ProviderTokens.Now,
        ["jti"] = "00000000-0000-4000-8000-000000000013",
        ["username"] = "user-one",
    };

    private static JsonObject IdToken() => new()
    {
        ["sub"] = "00000000-0000-4000-8000-000000000010",
        ["cognito:groups"] = new JsonArray("readers"),
        ["iss"] = $"https://cognito-idp.eu-west-1.amazonaws.com/{Pool}",
        ["cognito:username"] = "user-one",
        ["origin_jti"] = "00000000-0000-4000-8000-000000000011",
        ["aud"] = Client,
        ["event_id"] = "00000000-0000-4000-8000-000000000012",
        ["token_use"] = "id",
        ["auth_time"] = ProviderTokens.Now,
        ["exp"] = ProviderTokens.Now + 3600,
        ["iat"] = ProviderTokens.Now,
        ["jti"] = "00000000-0000-4000-8000-000000000013",
    };
}

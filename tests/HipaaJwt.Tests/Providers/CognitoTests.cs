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
    public void The_addresses_are_those_of_the_user_pool()
    {
        var issuer = TrustedIssuer.ForCognito("eu-west-1", Pool, Client, "another");

        issuer.Issuer.Should().Be($"https://cognito-idp.eu-west-1.amazonaws.com/{Pool}");
        issuer.MetadataAddress.Should().Be($"https://cognito-idp.eu-west-1.amazonaws.com/{Pool}/.well-known/openid-configuration");
        issuer.Audiences.Should().Equal(Client, "another");
    }

    [Fact]
    public async Task An_access_token_passes_without_an_audience()
    {
        var result = await ValidateAsync(_ => { });

        result.Error.Should().Be(JwtError.None);
        result.Token!.ClientId.Should().Be(Client);
        result.Token.Audiences.Should().BeEmpty();
    }

    [Fact]
    public async Task Groups_grant_permissions()
    {
        await using var host = _tokens.Trusting(Trust(), builder => builder.AddPermissions(map => map.RolesFrom("cognito:groups").Role("readers").Grants("chart:read")));

        (await host.ValidateAsync(_tokens.Sign(null, AccessToken()))).Token!.Permissions.ToString().Should().Be("chart:read");
    }

    [Fact]
    public async Task An_id_token_is_refused_whatever_it_has_of_an_access_token()
    {
        (await _tokens.ValidateAsync(Trust(), null, IdToken())).Error.Should().Be(new JwtError(JwtErrorCode.ClaimMissing, "client_id"));
        (await ValidateAsync(claims => claims["token_use"] = "id")).Error.Should().Be(new JwtError(JwtErrorCode.ClaimValueNotAllowed, "token_use"));
        (await ValidateAsync(claims => claims.Remove("token_use"))).Error.Should().Be(new JwtError(JwtErrorCode.ClaimMissing, "token_use"));
    }

    [Fact]
    public async Task A_token_of_another_app_client_is_refused() =>
        (await ValidateAsync(claims => claims["client_id"] = "another")).Error.Should().Be(new JwtError(JwtErrorCode.AudienceNotAllowed, "client_id"));

    [Fact]
    public async Task A_token_that_is_bound_to_a_resource_is_for_that_resource_alone()
    {
        var bound = AccessToken();
        bound["aud"] = "https://charts.example.com";
        var issuer = Trust();
        issuer.Audiences.Add("https://charts.example.com");

        (await _tokens.ValidateAsync(issuer, null, bound)).Error.Should().Be(JwtError.None);
        (await _tokens.ValidateAsync(Trust(), null, bound)).Error.Should().Be(new JwtError(JwtErrorCode.AudienceNotAllowed, "aud"));
    }

    [Fact]
    public async Task A_token_of_a_machine_passes()
    {
        var claims = AccessToken();
        claims.Remove("username");
        claims.Remove("cognito:groups");
        claims["sub"] = Client;

        (await _tokens.ValidateAsync(Trust(), null, claims)).Error.Should().Be(JwtError.None);
    }

    [Theory]
    [InlineData("eu-west-1", "us-east-1_EXAMPLE01", "*begins with its region*")]
    [InlineData("eu-west-1", "eu-west-1_", "*begins with its region*")]
    [InlineData("eu-west-1", "EXAMPLE01", "*begins with its region*")]
    [InlineData("eu-west-1", "eu-west-1_a/b", "*the name alone*")]
    [InlineData("evil.example/", "evil.example/_x", "*the name alone*")]
    [InlineData("evil.example", "evil.example_x", "*begins with its region*")]
    [InlineData("", "eu-west-1_EXAMPLE01", "*")]
    [InlineData("eu-west-1", "", "*")]
    public void What_is_no_pool_of_the_region_is_refused_with_the_remedy(string region, string pool, string message) =>
        FluentActions.Invoking(() => TrustedIssuer.ForCognito(region, pool, Client)).Should().Throw<ArgumentException>().WithMessage(message);

    [Theory]
    [InlineData]
    [InlineData("")]
    [InlineData(Client, " ")]
    public void Without_an_app_client_there_is_no_audience(params string[] clients) =>
        FluentActions.Invoking(() => TrustedIssuer.ForCognito("eu-west-1", Pool, clients)).Should().Throw<ArgumentException>().WithMessage("Name the app clients*");

    private static TrustedIssuer Trust() => TrustedIssuer.ForCognito("eu-west-1", Pool, Client);

    private Task<JwtValidationResult> ValidateAsync(Action<JsonObject> change) => _tokens.ValidateAsync(Trust(), null, AccessToken(), change);

    /// <summary>docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html; its header has kid and alg alone.</summary>
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

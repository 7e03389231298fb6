using System.Text.Json.Nodes;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HipaaJwt.Tests.Development;

public sealed class DevelopmentTokensTests : IDisposable
{
    private readonly TestIssuer _issuer = new();

    public void Dispose() => _issuer.Dispose();

    [Fact]
    public async Task A_role_of_user_jwts_grants_its_permissions_in_Development()
    {
        using var host = new DevelopmentHost(_issuer, "Development", DevelopmentHost.UserJwts());
        await host.StartAsync();

        var result = await host.ValidateAsync(DevelopmentHost.UserJwt());

        result.Error.Should().Be(JwtError.None);
        result.Token!.Subject.Should().Be("dr.rivera");
        result.Token.Permissions.Select(permission => permission.ToString()).Should().Equal("chart:read");
    }

    [Fact]
    public async Task Several_roles_and_scopes_of_user_jwts_grant_their_permissions()
    {
        using var host = new DevelopmentHost(_issuer, "Development", DevelopmentHost.UserJwts());
        await host.StartAsync();

        var result = await host.ValidateAsync(DevelopmentHost.UserJwt(claims =>
        {
            claims["role"] = new JsonArray("nurse", "physician");
            claims["scope"] = new JsonArray("openid", "chart.write");
        }));

        result.Token!.Permissions.Select(permission => permission.ToString()).Should().BeEquivalentTo("chart:read", "chart:write");
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    [InlineData("Dev")]
    public async Task No_other_environment_trusts_development_tokens(string environment)
    {
        using var host = new DevelopmentHost(
            _issuer, environment, DevelopmentHost.UserJwts(), options => options.Issuers.Add(_issuer.Trust()));
        await host.StartAsync();

        (await host.ValidateAsync(DevelopmentHost.UserJwt())).IsValid.Should().BeFalse();
        (await host.ValidateAsync(_issuer.Token())).IsValid.Should().BeTrue();
        host.Report.Should().Contain($"Information: AddDevelopmentTokens has no effect in the environment {environment}: "
            + "it trusts development tokens in Development only.");
    }

    [Fact]
    public async Task A_validator_without_a_host_does_not_trust_development_tokens()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_issuer.Time);
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(DevelopmentHost.UserJwts()).Build());
        services.AddHipaaJwt(options => options.Issuers.Add(_issuer.Trust())).AddDevelopmentTokens();
        await using var provider = services.BuildServiceProvider();

        var result = await provider.GetRequiredService<IJwtValidator>()
            .ValidateAsync(DevelopmentHost.UserJwt(), TestContext.Current.CancellationToken);

        result.IsValid.Should().BeFalse();
    }

    [Fact]
    public async Task The_start_warns_of_what_development_tokens_give_up()
    {
        using var host = new DevelopmentHost(_issuer, "Development", DevelopmentHost.UserJwts());
        await host.StartAsync();

        host.Report.Where(line => line.StartsWith("Warning: ", StringComparison.Ordinal)).Should().Contain(
            "Warning: AddDevelopmentTokens: the issuer dotnet-user-jwts is trusted because the environment is Development. Anyone who can "
            + "use its key can create a token with any role. Its tokens are signed with HS256 and a secret in configuration, have the typ "
            + "JWT, and may be valid for up to 366 days. Never set the environment of a service with real patient data to Development.")
            .And.HaveCount(2, "the other one is the missing audit sink");
    }

    [Fact]
    public async Task The_rules_of_one_real_issuer_are_not_reported_as_rules_for_several_issuers()
    {
        using var host = new DevelopmentHost(
            _issuer, "Development", DevelopmentHost.UserJwts(), options => options.Issuers.Add(_issuer.Trust()));
        await host.StartAsync();

        host.Report.Should().NotContain(line => line.Contains("ForIssuer", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(366, 0, JwtErrorCode.None)]
    [InlineData(366, 1, JwtErrorCode.TokenLifetimeTooLong)]
    public async Task A_token_of_user_jwts_may_be_valid_for_366_days(int days, int seconds, JwtErrorCode expected)
    {
        using var host = new DevelopmentHost(_issuer, "Development", DevelopmentHost.UserJwts());
        await host.StartAsync();

        var result = await host.ValidateAsync(DevelopmentHost.UserJwt(
            claims => claims["exp"] = TestIssuer.Now.AddDays(days).AddSeconds(seconds).ToUnixTimeSeconds()));

        result.Error.Code.Should().Be(expected);
    }

    [Fact]
    public async Task A_token_with_another_secret_or_audience_is_rejected()
    {
        using var host = new DevelopmentHost(_issuer, "Development", DevelopmentHost.UserJwts());
        await host.StartAsync();

        (await host.ValidateAsync(DevelopmentHost.UserJwt(secret: new byte[32]))).Error.Code.Should().Be(JwtErrorCode.SignatureInvalid);
        (await host.ValidateAsync(DevelopmentHost.UserJwt(claims => claims["aud"] = "http://localhost:1"))).Error.Code
            .Should().Be(JwtErrorCode.AudienceNotAllowed);
    }

    [Fact]
    public async Task A_development_key_never_signs_for_an_issuer_of_the_options()
    {
        var configuration = DevelopmentHost.UserJwts();
        configuration[DevelopmentHost.Scheme + ":ValidIssuer"] = TestIssuer.Name;
        configuration[DevelopmentHost.Scheme + ":SigningKeys:0:Issuer"] = TestIssuer.Name;
        using var host = new DevelopmentHost(
            _issuer, "Development", configuration, options => options.Issuers.Add(_issuer.Trust()));
        await host.StartAsync();

        (await host.ValidateAsync(DevelopmentHost.UserJwt(claims => claims["iss"] = TestIssuer.Name))).IsValid.Should().BeFalse();
        var real = await host.ValidateAsync(_issuer.Token(claims: claims => (claims["roles"], claims["role"]) = ("clerk", "physician")));
        real.Token!.Permissions.Should().BeEmpty("the rules of development tokens do not apply to the real issuer");
    }

    [Fact]
    public async Task A_key_of_an_issuer_that_the_section_does_not_name_is_not_trusted()
    {
        var configuration = DevelopmentHost.UserJwts();
        configuration[DevelopmentHost.Scheme + ":ValidIssuer"] = "another-issuer";
        using var host = new DevelopmentHost(
            _issuer, "Development", configuration, options => options.Issuers.Add(_issuer.Trust()));
        await host.StartAsync();

        (await host.ValidateAsync(DevelopmentHost.UserJwt())).IsValid.Should().BeFalse();
        host.Report.Should().Contain(line => line.Contains("has found no development key", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_rules_that_are_bound_to_an_issuer_apply_to_development_tokens_too()
    {
        using var host = new DevelopmentHost(
            _issuer,
            "Development",
            DevelopmentHost.UserJwts(),
            options => options.Issuers.Add(_issuer.Trust()),
            builder => builder.AddPermissions(map => map.ForIssuer(
                TestIssuer.Name, staff => staff.RolesFrom("groups").Role("pharmacist").Grants("prescription:read"))));
        await host.StartAsync();

        var result = await host.ValidateAsync(DevelopmentHost.UserJwt(claims => claims["role"] = "pharmacist"));

        result.Token!.Permissions.Select(permission => permission.ToString()).Should().Equal("prescription:read");
    }

    [Fact]
    public async Task The_claim_role_of_a_real_issuer_grants_nothing()
    {
        using var host = new DevelopmentHost(
            _issuer, "Development", DevelopmentHost.UserJwts(), options => options.Issuers.Add(_issuer.Trust()));
        await host.StartAsync();

        var result = await host.ValidateAsync(_issuer.Token(claims: claims =>
        {
            claims.Remove("roles");
            claims["role"] = "physician";
        }));

        result.Token!.Permissions.Should().BeEmpty();
    }

    [Fact]
    public async Task A_key_that_is_created_while_the_host_runs_is_trusted_after_the_configuration_reloads()
    {
        using var host = new DevelopmentHost(
            _issuer, "Development", new Dictionary<string, string?>(), options => options.Issuers.Add(_issuer.Trust()));
        await host.StartAsync();
        (await host.ValidateAsync(DevelopmentHost.UserJwt())).IsValid.Should().BeFalse();

        foreach (var (path, value) in DevelopmentHost.UserJwts())
        {
            host.Configuration.Set(path, value);
        }

        host.Reload();

        (await host.ValidateAsync(DevelopmentHost.UserJwt())).IsValid.Should().BeTrue();
    }

    [Fact]
    public async Task Another_scheme_has_a_section_of_its_own()
    {
        using var host = new DevelopmentHost(
            _issuer, "Development", DevelopmentHost.UserJwts("Authentication:Schemes:Partners"), scheme: "Partners");
        await host.StartAsync();

        (await host.ValidateAsync(DevelopmentHost.UserJwt())).IsValid.Should().BeTrue();
    }

    [Theory]
    [InlineData("Development", "run \"dotnet user-jwts create --role <role>\"")]
    [InlineData("Production", "AddDevelopmentTokens has no effect in the environment Production, only in Development.")]
    public async Task A_start_without_issuers_fails_with_the_remedy_of_the_environment(string environment, string remedy)
    {
        using var host = new DevelopmentHost(_issuer, environment, new Dictionary<string, string?>());

        (await host.Invoking(starting => starting.StartAsync()).Should().ThrowAsync<OptionsValidationException>())
            .Which.Message.Should().Contain(remedy);
    }

    [Theory]
    [InlineData("ValidAudiences:0", null, "Authentication:Schemes:Bearer:ValidAudiences does not have the right form.")]
    [InlineData("SigningKeys:0:Value", "?", "Authentication:Schemes:Bearer:SigningKeys:0:Value does not have the right form.")]
    [InlineData("SigningKeys:0:Value", "AAAA", "Authentication:Schemes:Bearer:SigningKeys:0 has 24 bits.")]
    public async Task A_start_with_a_damaged_section_fails_with_its_path(string path, string? value, string problem)
    {
        var configuration = DevelopmentHost.UserJwts();
        configuration.Remove(DevelopmentHost.Scheme + ":ValidAudiences:1");
        configuration.Remove($"{DevelopmentHost.Scheme}:{path}");
        if (value is not null)
        {
            configuration[$"{DevelopmentHost.Scheme}:{path}"] = value;
        }

        (await FluentActions.Awaiting(async () =>
            {
                using var host = new DevelopmentHost(_issuer, "Development", configuration);
                await host.StartAsync();
            })
            .Should().ThrowAsync<OptionsValidationException>()).Which.Message.Should().Contain(problem);
    }

    [Theory]
    [InlineData(24, 0, JwtErrorCode.None)]
    [InlineData(24, 1, JwtErrorCode.TokenLifetimeTooLong)]
    public async Task A_token_of_the_tool_may_be_valid_for_24_hours(int hours, int seconds, JwtErrorCode expected)
    {
        Dictionary<string, string?> configuration = new() { ["HipaaJwtDevelopment:Audiences:0"] = "charts" };
        foreach (var (name, member) in Jwk.Of(_issuer.Key))
        {
            configuration["HipaaJwtDevelopment:SigningKeys:0:" + name] = member!.GetValue<string>();
        }

        using var host = new DevelopmentHost(_issuer, "Development", configuration);
        await host.StartAsync();

        var result = await host.ValidateAsync(_issuer.Token(claims: claims =>
        {
            (claims["iss"], claims["aud"]) = ("hipaa-jwt-dev", "charts");
            claims["exp"] = TestIssuer.Now.AddHours(hours).AddSeconds(seconds).ToUnixTimeSeconds();
        }));

        result.Error.Code.Should().Be(expected);
        host.Report.Should().Contain(line => line.Contains("may be valid for up to 24 hours", StringComparison.Ordinal));
    }
}

using HipaaJwt.AspNetCore.Tests.Support;
using HipaaJwt.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HipaaJwt.AspNetCore.Tests.Logout;

public sealed class LogoutStartTests
{
    [Fact]
    public async Task Without_a_store_of_revocations_the_start_stops_with_the_remedy()
    {
        var start = () => ClinicServer.StartAsync(
            builder => builder.Services.Configure<HipaaJwtOptions>(options => options.Issuers[0].LogoutAudiences.Add("app")),
            app => app.MapHipaaJwtBackChannelLogout());

        (await start.Should().ThrowAsync<InvalidOperationException>()).WithMessage("*MapHipaaJwtBackChannelLogout*AddMemoryStores*");
    }

    [Fact]
    public async Task Without_audiences_the_start_stops_with_the_path_in_code()
    {
        var start = () => ClinicServer.StartAsync(
            builder => builder.Services.AddHipaaJwt(_ => { }).AddMemoryStores(), app => app.MapHipaaJwtBackChannelLogout());

        (await start.Should().ThrowAsync<OptionsValidationException>())
            .WithMessage("HipaaJwtOptions.Issuers[0].LogoutAudiences is empty*Add the client identifiers*");
    }

    [Fact]
    public void Without_audiences_the_start_stops_with_the_path_in_configuration()
    {
        using var issuer = new TestIssuer();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(Section(issuer));
        builder.Services.AddHipaaJwt(builder.Configuration.GetSection("HipaaJwt")).AddMemoryStores();
        var app = builder.Build();

        var map = () => app.MapHipaaJwtBackChannelLogout();

        map.Should().Throw<OptionsValidationException>().Which.Message.Should().StartWith("HipaaJwt:Issuers:0:LogoutAudiences is empty");
    }

    [Fact]
    public void The_options_can_be_configured()
    {
        using var issuer = new TestIssuer();
        var section = Section(issuer);
        section["HipaaJwt:Issuers:0:LogoutAudiences:0"] = "clinic-app";
        section["HipaaJwt:Issuers:0:AllowUntypedLogoutTokens"] = "true";
        section["HipaaJwt:Issuers:0:AllowLogoutTokensWithoutExpiration"] = "true";
        section["HipaaJwt:Issuers:0:MaxLogoutTokenAge"] = "00:05:00";
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(section);
        builder.Services.AddHipaaJwt(builder.Configuration.GetSection("HipaaJwt")).AddMemoryStores();
        var app = builder.Build();

        app.MapHipaaJwtBackChannelLogout();

        var options = app.Services.GetRequiredService<IOptions<HipaaJwtOptions>>().Value.Issuers[0];
        options.LogoutAudiences.Should().Equal("clinic-app");
        (options.AllowUntypedLogoutTokens, options.AllowLogoutTokensWithoutExpiration, options.MaxLogoutTokenAge)
            .Should().Be((true, true, TimeSpan.FromMinutes(5)));
    }

    [Theory]
    [InlineData(9, false)]
    [InlineData(10, true)]
    [InlineData(3600, true)]
    [InlineData(3601, false)]
    public async Task The_maximum_age_is_limited(int seconds, bool isValid)
    {
        var start = async () => await (await LogoutLab.StartAsync(issuer => issuer.MaxLogoutTokenAge = TimeSpan.FromSeconds(seconds)))
            .DisposeAsync();

        if (isValid)
        {
            await start.Should().NotThrowAsync();
        }
        else
        {
            (await start.Should().ThrowAsync<OptionsValidationException>()).WithMessage("*MaxLogoutTokenAge is*");
        }
    }

    [Fact]
    public async Task An_empty_audience_stops_the_start()
    {
        var start = () => LogoutLab.StartAsync(issuer => issuer.LogoutAudiences.Add(" "));

        (await start.Should().ThrowAsync<OptionsValidationException>()).WithMessage("*LogoutAudiences has an empty entry*");
    }

    [Fact]
    public async Task Two_entries_of_one_issuer_with_audiences_stop_the_start()
    {
        var start = () => LogoutLab.StartAsync(
            issuer => issuer.RequiredClaimValues["tfp"] = ["one"],
            builder => builder.Services.Configure<HipaaJwtOptions>(options => options.Issuers.Add(new TrustedIssuer
            {
                Issuer = TestIssuer.Name,
                Audiences = { TestIssuer.Audience },
                Algorithms = { JwsAlgorithm.ES256 },
                JwksUri = "https://idp.hospital.example/keys",
                RequiredClaimValues = { ["tfp"] = ["two"] },
                LogoutAudiences = { "app" },
            })));

        (await start.Should().ThrowAsync<OptionsValidationException>()).WithMessage("*Issuers[1].LogoutAudiences is set*");
    }

    [Fact]
    public async Task The_start_warns_of_access_tokens_without_sid()
    {
        await using var lax = await LogoutLab.StartAsync();
        await using var strict = await LogoutLab.StartAsync(issuer => issuer.RequiredClaims.Add("sid"));

        lax.Server.Log.Lines.Should().ContainSingle(line => line.Text.Contains("without sid", StringComparison.Ordinal));
        strict.Server.Log.Lines.Should().NotContain(line => line.Text.Contains("without sid", StringComparison.Ordinal));
    }

    private static Dictionary<string, string?> Section(TestIssuer issuer) => new()
    {
        ["HipaaJwt:Issuers:0:Issuer"] = TestIssuer.Name,
        ["HipaaJwt:Issuers:0:Audiences:0"] = TestIssuer.Audience,
        ["HipaaJwt:Issuers:0:Algorithms:0"] = "ES256",
        ["HipaaJwt:Issuers:0:JwksUri"] = "https://idp.hospital.example/keys?" + issuer.Time.GetUtcNow().Year,
    };
}

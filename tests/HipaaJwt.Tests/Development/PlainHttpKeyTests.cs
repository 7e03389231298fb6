using HipaaJwt.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HipaaJwt.Tests.Development;

public sealed class PlainHttpKeyTests : IDisposable
{
    private readonly TestIssuer _issuer = new();

    public void Dispose() => _issuer.Dispose();

    [Fact]
    public async Task Development_allows_keys_over_plain_http_and_warns()
    {
        using var host = HostWith("Development", issuer =>
            (issuer.JwksUri, issuer.AllowKeysOverPlainHttp) = ("http://keycloak:8080/keys", true));

        await host.StartAsync();

        host.Report.Should().Contain(
            "Warning: HipaaJwtOptions.Issuers[0].AllowKeysOverPlainHttp: anybody on the network path can replace the issuer's keys and "
            + "forge tokens. Set it to false, and use https.");
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    public async Task Other_environments_stop_the_host_with_the_path_and_the_remedy(string environment)
    {
        using var host = HostWith(environment, issuer =>
            (issuer.JwksUri, issuer.AllowKeysOverPlainHttp) = ("https://idp.hospital.example/keys", true));

        (await host.Invoking(starting => starting.StartAsync()).Should().ThrowAsync<OptionsValidationException>())
            .Which.Failures.Should().Equal(
                $"HipaaJwtOptions.Issuers[0].AllowKeysOverPlainHttp is true in the environment {environment}. It is allowed in Development "
                + "only, because anybody on the network path could replace the keys. Remove it, and use https.");
    }

    [Fact]
    public async Task Development_without_the_option_rejects_plain_http_and_names_the_option()
    {
        using var host = HostWith("Development", issuer => issuer.MetadataAddress = "http://keycloak:8080/metadata");

        (await host.Invoking(starting => starting.StartAsync()).Should().ThrowAsync<OptionsValidationException>())
            .Which.Message.Should().Contain("Use https, or for development set AllowKeysOverPlainHttp to true.");
    }

    [Fact]
    public void A_JwksUri_replaces_the_metadata_address_of_a_preset_in_configuration()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Issuers:0:Keycloak:BaseAddress"] = "http://localhost:8080",
            ["Issuers:0:Keycloak:Realm"] = "hospital",
            ["Issuers:0:Keycloak:Audience"] = "charts-api",
            ["Issuers:0:JwksUri"] = "https://keycloak/realms/hospital/protocol/openid-connect/certs",
        }).Build();
        var services = new ServiceCollection();
        services.AddHipaaJwt(configuration);
        using var provider = services.BuildServiceProvider();

        var issuer = provider.GetRequiredService<IOptions<HipaaJwtOptions>>().Value.Issuers.Single();

        issuer.Issuer.Should().Be("http://localhost:8080/realms/hospital");
        issuer.MetadataAddress.Should().BeNull();
        issuer.JwksUri.Should().Be("https://keycloak/realms/hospital/protocol/openid-connect/certs");
    }

    private DevelopmentHost HostWith(string environment, Action<TrustedIssuer> change) => new(
        _issuer,
        environment,
        new Dictionary<string, string?>(),
        options => options.Issuers.Add(_issuer.Trust(issuer =>
        {
            issuer.SigningKeys.Clear();
            change(issuer);
        })));
}

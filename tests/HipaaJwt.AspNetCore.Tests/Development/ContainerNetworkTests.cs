using System.Net;

namespace HipaaJwt.AspNetCore.Tests.Development;

/// <summary>Tests what docs/containers.md says about a network of containers, with a real network namespace.</summary>
[Trait("Speed", "Slow")]
public sealed class ContainerNetworkTests : IClassFixture<ContainerNetwork>
{
    private const string Issuer = "HipaaJwt__Issuers__0__";

    private readonly ContainerNetwork _network;

    public ContainerNetworkTests(ContainerNetwork network) => _network = network;

    [Fact]
    public async Task Metadata_from_the_container_name_serve_the_issuer_that_the_browser_sees()
    {
        await using var keycloak = await StartAsync(KeycloakHostname.FixedWithDynamicBackChannel);
        await using var service = await StartWithMetadataAsync(keycloak);

        (await service.GetChartAsync(keycloak.Token())).Should().Be(HttpStatusCode.OK, service.Output);

        (await service.StopAsync()).Should().Contain("\"type\":\"AccessGranted\"")
            .And.Contain($"\"remoteAddress\":\"{_network.HostAddress}\"")
            .And.Contain("AllowKeysOverPlainHttp: anybody on the network path can replace the issuer's keys");
    }

    [Theory]
    [InlineData(KeycloakHostname.FromRequest)]
    [InlineData(KeycloakHostname.Fixed)]
    [InlineData(KeycloakHostname.FixedWithDynamicBackChannel)]
    public async Task A_JwksUri_with_the_container_name_serves_every_configuration_of_the_hostname(KeycloakHostname hostname)
    {
        await using var keycloak = await StartAsync(hostname);
        await using var service = await ContainerizedService.StartAsync(_network, Development(("JwksUri", keycloak.KeyAddress)));

        (await service.GetChartAsync(keycloak.Token())).Should().Be(HttpStatusCode.OK, service.Output);
    }

    [Fact]
    public async Task Metadata_that_name_the_container_as_the_issuer_are_rejected_with_both_names()
    {
        await using var keycloak = await StartAsync(KeycloakHostname.FromRequest);
        await using var service = await StartWithMetadataAsync(keycloak);

        (await service.GetChartAsync(keycloak.Token())).Should().Be(HttpStatusCode.ServiceUnavailable);

        (await service.StopAsync()).Should().Contain(
            $"expected \"{KeycloakShape.Front}/realms/hospital\", found \"http://keycloak:{keycloak.Port}/realms/hospital\"");
    }

    [Fact]
    public async Task Metadata_that_name_the_address_of_the_browser_for_the_keys_do_not_serve_a_container()
    {
        await using var keycloak = await StartAsync(KeycloakHostname.Fixed);
        await using var service = await StartWithMetadataAsync(keycloak);

        (await service.GetChartAsync(keycloak.Token())).Should().Be(HttpStatusCode.ServiceUnavailable);

        (await service.StopAsync()).Should()
            .MatchRegex("Unreachable|StatusNotOk", "localhost is the service itself, which does not listen yet or has no such page");
    }

    [Fact]
    public async Task Production_does_not_start_with_keys_over_plain_http()
    {
        _network.Require();

        var output = await ContainerizedService.FailToStartAsync(
            _network, Variables("Production", ("JwksUri", "http://keycloak:8080/keys"), ("AllowKeysOverPlainHttp", "true")));

        output.Should().Contain("HipaaJwt:Issuers:0:AllowKeysOverPlainHttp is true in the environment Production.")
            .And.Contain("Remove it, and use https.");
    }

    [Fact]
    public async Task A_request_over_the_bridge_without_TLS_is_rejected_by_default()
    {
        await using var keycloak = await StartAsync(KeycloakHostname.Fixed);
        var variables = Development(("JwksUri", keycloak.KeyAddress));
        variables.Remove("Authentication__Schemes__HipaaJwt__AllowPlainHttpOutsideLoopback");
        await using var service = await ContainerizedService.StartAsync(_network, variables);

        (await service.GetChartAsync(keycloak.Token())).Should().Be(HttpStatusCode.BadRequest);

        (await service.StopAsync()).Should().Contain("TransportNotSecure");
    }

    [Fact]
    public async Task Behind_an_ingress_the_audit_event_names_the_client_and_TLS_counts()
    {
        await using var keycloak = await StartAsync(KeycloakHostname.Fixed);
        var variables = Development(("JwksUri", keycloak.KeyAddress));
        variables.Remove("Authentication__Schemes__HipaaJwt__AllowPlainHttpOutsideLoopback");
        variables["ASPNETCORE_FORWARDEDHEADERS_ENABLED"] = "true";
        await using var service = await ContainerizedService.StartAsync(_network, variables);

        (await service.GetChartAsync(keycloak.Token(), ("X-Forwarded-For", "203.0.113.7"), ("X-Forwarded-Proto", "https")))
            .Should().Be(HttpStatusCode.OK, service.Output);

        (await service.StopAsync()).Should().Contain("\"remoteAddress\":\"203.0.113.7\"");
    }

    private static Dictionary<string, string> Development((string Option, string Value) address)
    {
        var variables = Variables("Development", address, ("AllowKeysOverPlainHttp", "true"));
        variables["Authentication__Schemes__HipaaJwt__AllowPlainHttpOutsideLoopback"] = "true";
        return variables;
    }

    private static Dictionary<string, string> Variables(string environment, params (string Option, string Value)[] options)
    {
        Dictionary<string, string> variables = new()
        {
            ["ASPNETCORE_ENVIRONMENT"] = environment,
            [Issuer + "Keycloak__BaseAddress"] = KeycloakShape.Front,
            [Issuer + "Keycloak__Realm"] = "hospital",
            [Issuer + "Keycloak__Audience"] = "charts-api",
            ["HipaaJwt__Permissions__RolesFrom__0"] = "realm_access.roles",
        };
        foreach (var (option, value) in options)
        {
            variables[Issuer + option] = value;
        }

        return variables;
    }

    private Task<ContainerizedService> StartWithMetadataAsync(KeycloakShape keycloak) =>
        ContainerizedService.StartAsync(_network, Development(("MetadataAddress", keycloak.MetadataAddress)));

    private async Task<KeycloakShape> StartAsync(KeycloakHostname hostname)
    {
        _network.Require();
        return await KeycloakShape.StartAsync(_network.HostAddress, hostname);
    }
}

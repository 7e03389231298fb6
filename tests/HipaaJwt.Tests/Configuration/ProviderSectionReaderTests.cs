using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HipaaJwt.Tests.Configuration;

/// <summary>Issuers that configuration creates from the preset of a provider.</summary>
public sealed class ProviderSectionReaderTests
{
    private const string Tenant = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee";

    public static TheoryData<TrustedIssuer, string[]> Providers { get; } = new()
    {
        { TrustedIssuer.ForEntraId(Tenant, "api"), ["EntraId:TenantId=" + Tenant, "EntraId:Audience=api"] },
        { TrustedIssuer.ForOkta("example.okta.com", "api"), ["Okta:Domain=example.okta.com", "Okta:Audience=api"] },
        {
            TrustedIssuer.ForOkta("example.okta.com", "api", "aus1"),
            ["okta:domain=example.okta.com", "okta:audience=api", "okta:authorizationServerId=aus1"]
        },
        { TrustedIssuer.ForAuth0("example.auth0.com", "api"), ["Auth0:Domain=example.auth0.com", "Auth0:Audience=api"] },
        {
            TrustedIssuer.ForKeycloak("https://id.example", "demo", "api"),
            ["Keycloak:BaseAddress=https://id.example", "Keycloak:Realm=demo", "Keycloak:Audience=api"]
        },
        {
            TrustedIssuer.ForCognito("eu-west-1", "eu-west-1_X", "a", "b"),
            ["Cognito:Region=eu-west-1", "Cognito:UserPoolId=eu-west-1_X", "Cognito:ClientIds:0=a", "Cognito:ClientIds:1=b"]
        },
        {
            TrustedIssuer.ForAzureAdB2C("clinic", Tenant, "B2C_1_x", "api"),
            ["AzureAdB2C:TenantName=clinic", "AzureAdB2C:TenantId=" + Tenant, "AzureAdB2C:Policy=B2C_1_x", "AzureAdB2C:Audience=api"]
        },
        {
            TrustedIssuer.ForAzureAdB2C("clinic", Tenant, "B2C_1A_x", "api", "acr"),
            [
                "AzureAdB2C:TenantName=clinic", "AzureAdB2C:TenantId=" + Tenant, "AzureAdB2C:Policy=B2C_1A_x", "AzureAdB2C:Audience=api",
                "AzureAdB2C:PolicyClaim=acr",
            ]
        },
        { TrustedIssuer.ForAdfs("fs.example.com", "api"), ["Adfs:Host=fs.example.com", "Adfs:Audience=api"] },
        {
            TrustedIssuer.ForDuendeIdentityServer("https://id.example", "api"),
            ["DuendeIdentityServer:Issuer=https://id.example", "DuendeIdentityServer:Audience=api"]
        },
        { TrustedIssuer.ForOpenIddict("https://id.example/", "api"), ["OpenIddict:Issuer=https://id.example/", "OpenIddict:Audience=api"] },
        { TrustedIssuer.ForGoogle("api"), ["Google:Audience=api"] },
        { TrustedIssuer.ForGoogle("api", "clinic.example"), ["Google:Audience=api", "Google:HostedDomain=clinic.example"] },
        { TrustedIssuer.ForKubernetes("https://k8s.example", "api"), ["Kubernetes:Issuer=https://k8s.example", "Kubernetes:Audience=api"] },
        { TrustedIssuer.ForPingOne(Tenant, "api"), ["PingOne:EnvironmentId=" + Tenant, "PingOne:Audience=api"] },
        {
            TrustedIssuer.ForPingOne(Tenant, "api", "auth.pingone.eu"),
            ["PingOne:EnvironmentId=" + Tenant, "PingOne:Audience=api", "PingOne:Domain=auth.pingone.eu"]
        },
        { TrustedIssuer.ForForgeRock("https://am.example/r", "api"), ["ForgeRock:Issuer=https://am.example/r", "ForgeRock:Audience=api"] },
        { TrustedIssuer.ForZitadel("x.zitadel.cloud", "api"), ["Zitadel:Domain=x.zitadel.cloud", "Zitadel:Audience=api"] },
    };

    [Theory]
    [MemberData(nameof(Providers))]
    public void Reads_the_same_issuer_as_the_factory_creates(TrustedIssuer expected, string[] settings) =>
        Read(settings).Should().BeEquivalentTo(expected);

    [Theory]
    [MemberData(nameof(Providers))]
    public void Presets_are_valid_without_further_options(TrustedIssuer issuer, string[] settings)
    {
        settings.Should().NotBeEmpty();
        OptionsProblems.Of(new HipaaJwtOptions { Issuers = { issuer } }).Should().BeEmpty();
    }

    [Fact]
    public void Options_of_the_issuer_override_the_preset_and_lists_are_added_to_it()
    {
        var issuer = Read(
            "MaxTokenLifetime=01:00:00",
            "RequiredClaims:0=uti",
            "RequiredClaims:1=scp",
            "EntraId:TenantId=" + Tenant,
            "EntraId:Audience=api",
            "ReplaceAlgorithms=PS256",
            "RequiredClaimValues:idtyp:0=app",
            "RequireClientId=false");

        issuer.Audiences.Should().Equal("api");
        issuer.MaxTokenLifetime.Should().Be(TimeSpan.FromHours(1));
        issuer.RequiredClaims.Should().Equal("uti", "scp");
        issuer.Algorithms.Should().Equal(JwsAlgorithm.PS256);
        issuer.RequireClientId.Should().BeFalse();
        issuer.RequiredClaimValues.Should().BeEquivalentTo(new Dictionary<string, string[]> { ["ver"] = ["2.0"], ["idtyp"] = ["app"] });
    }

    [Fact]
    public void Reads_several_tenants_with_the_same_options()
    {
        var issuers = ReadAll(
            "EntraIdTenants:TenantIds:0=" + Tenant,
            "EntraIdTenants:TenantIds:1=11111111-2222-3333-4444-555555555555",
            "EntraIdTenants:Audience=api",
            "RequiredClaims=tenant_ctry");

        issuers.Should().HaveCount(2).And.OnlyContain(issuer => issuer.RequiredClaims.SequenceEqual(new[] { "uti", "tenant_ctry" }));
    }

    [Theory]
    [InlineData("Google:HostedDomain=", "Google:Audience=api")]
    [InlineData("Okta:AuthorizationServerId=", "Okta:Domain=x.okta.com", "Okta:Audience=api")]
    [InlineData("PingOne:Domain=", "PingOne:EnvironmentId=" + Tenant, "PingOne:Audience=api")]
    public void An_optional_setting_is_not_empty(params string[] settings) =>
        FluentActions.Invoking(() => Read(settings)).Should().Throw<OptionsValidationException>()
            .WithMessage($"HipaaJwt:Issuers:0:{settings[0].TrimEnd('=')} does not have the right form. Write a string.");

    [Fact]
    public void Reads_an_issuer_without_a_preset()
    {
        var issuer = Read(
            "Issuer=https://idp.example",
            "AudienceClaim=client_id",
            "RequiredClaimValues:token_use=access",
            "MaxTokenLifetime=00:05:00",
            "RequireClientId=true");

        issuer.AudienceClaim.Should().Be("client_id");
        issuer.MaxTokenLifetime.Should().Be(TimeSpan.FromMinutes(5));
        issuer.RequireClientId.Should().BeTrue();
        issuer.RequiredClaimValues.Should().ContainSingle().Which.Value.Should().Equal("access");
    }

    [Theory]
    [InlineData("HipaaJwt:Issuers:0:EntraId cannot be used. *is not a single tenant*", "EntraId:TenantId=common", "EntraId:Audience=api")]
    [InlineData("HipaaJwt:Issuers:0:EntraId:Audience does not have the right form. Write a string.", "EntraId:TenantId=" + Tenant)]
    [InlineData(
        "HipaaJwt:Issuers:0:EntraId:Audience does not have the right form. Write a string.",
        "EntraId:TenantId=" + Tenant,
        "EntraId:Audience=")]
    [InlineData(
        "HipaaJwt:Issuers:0:EntraId:Tenant is not an option. Write TenantId, or remove it. The options here are TenantId, Audience.",
        "EntraId:Tenant=x")]
    [InlineData("HipaaJwt:Issuers:0:EntraId does not have the right form. *", "EntraId=x")]
    [InlineData(
        "HipaaJwt:Issuers:0:Cognito cannot be used. An app client is missing*",
        "Cognito:Region=eu-west-1",
        "Cognito:UserPoolId=eu-west-1_X")]
    [InlineData(
        "HipaaJwt:Issuers:0 does not have the right form. Write only one provider: EntraId, Okta, Auth0, Keycloak, Cognito, *",
        "Okta:Domain=x.okta.com",
        "Auth0:Domain=x.auth0.com")]
    public void Rejects_an_invalid_preset_with_path_and_remedy(string message, params string[] settings) =>
        FluentActions.Invoking(() => Read(settings)).Should().Throw<OptionsValidationException>().WithMessage(message);

    /// <summary>Reads one issuer without validating its options.</summary>
    private static TrustedIssuer Read(params string[] settings) => ReadAll(settings).Should().ContainSingle().Subject;

    private static IList<TrustedIssuer> ReadAll(params string[] settings)
    {
        var section = new Section(
            from setting in settings
            let pair = setting.Split('=', 2)
            select KeyValuePair.Create("Issuers:0:" + pair[0], (string?)pair[1]));
        var services = new ServiceCollection();
        services.AddHipaaJwt(section.Configuration);
        var options = new HipaaJwtOptions();
        using var provider = services.BuildServiceProvider();
        foreach (var configure in provider.GetServices<IConfigureOptions<HipaaJwtOptions>>())
        {
            configure.Configure(options);
        }

        return options.Issuers;
    }
}

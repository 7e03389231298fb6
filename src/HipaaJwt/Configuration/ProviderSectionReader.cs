using Microsoft.Extensions.Configuration;

namespace HipaaJwt.Configuration;

/// <summary>Reads the preset of a provider, such as <c>"EntraId": { "TenantId": …, "Audience": … }</c>.</summary>
internal static class ProviderSectionReader
{
    private static readonly Dictionary<string, Provider> Providers = new(StringComparer.OrdinalIgnoreCase)
    {
        ["EntraId"] = new(
            ["TenantId", "Audience"],
            section => [TrustedIssuer.ForEntraId(Text(section, "TenantId"), Text(section, "Audience"))]),
        ["Okta"] = new(
            ["Domain", "Audience", "AuthorizationServerId"],
            section =>
            [
                TrustedIssuer.ForOkta(
                    Text(section, "Domain"), Text(section, "Audience"), Optional(section, "AuthorizationServerId") ?? "default"),
            ]),
        ["Auth0"] = new(
            ["Domain", "Audience"],
            section => [TrustedIssuer.ForAuth0(Text(section, "Domain"), Text(section, "Audience"))]),
        ["Keycloak"] = new(
            ["BaseAddress", "Realm", "Audience"],
            section => [TrustedIssuer.ForKeycloak(Text(section, "BaseAddress"), Text(section, "Realm"), Text(section, "Audience"))]),
        ["Cognito"] = new(
            ["Region", "UserPoolId", "ClientIds"],
            section => [TrustedIssuer.ForCognito(Text(section, "Region"), Text(section, "UserPoolId"), Texts(section, "ClientIds"))]),
        ["EntraIdTenants"] = new(
            ["TenantIds", "Audience"],
            section => TrustedIssuer.ForEntraIdTenants(Texts(section, "TenantIds"), Text(section, "Audience"))),
        ["AzureAdB2C"] = new(
            ["TenantName", "TenantId", "Policy", "Audience", "PolicyClaim"],
            section =>
            [
                TrustedIssuer.ForAzureAdB2C(
                    Text(section, "TenantName"),
                    Text(section, "TenantId"),
                    Text(section, "Policy"),
                    Text(section, "Audience"),
                    Optional(section, "PolicyClaim") ?? "tfp"),
            ]),
        ["Adfs"] = new(
            ["Host", "Audience"],
            section => [TrustedIssuer.ForAdfs(Text(section, "Host"), Text(section, "Audience"))]),
        ["DuendeIdentityServer"] = ByIssuer(TrustedIssuer.ForDuendeIdentityServer),
        ["OpenIddict"] = ByIssuer(TrustedIssuer.ForOpenIddict),
        ["Google"] = new(
            ["Audience", "HostedDomain"],
            section => [TrustedIssuer.ForGoogle(Text(section, "Audience"), Optional(section, "HostedDomain"))]),
        ["Kubernetes"] = ByIssuer(TrustedIssuer.ForKubernetes),
        ["PingOne"] = new(
            ["EnvironmentId", "Audience", "Domain"],
            section =>
            [
                TrustedIssuer.ForPingOne(
                    Text(section, "EnvironmentId"), Text(section, "Audience"), Optional(section, "Domain") ?? "auth.pingone.com"),
            ]),
        ["ForgeRock"] = ByIssuer(TrustedIssuer.ForForgeRock),
        ["Zitadel"] = new(
            ["Domain", "Audience"],
            section => [TrustedIssuer.ForZitadel(Text(section, "Domain"), Text(section, "Audience"))]),
    };

    public static IEnumerable<string> Names => Providers.Keys;

    public static bool IsProvider(string key) => Providers.ContainsKey(key);

    /// <summary>Creates the issuers from the preset of their provider.</summary>
    /// <returns>The issuers; empty if the section names no provider.</returns>
    public static IReadOnlyList<TrustedIssuer> Create(IConfigurationSection issuer)
    {
        var presets = ConfigurationReader.Entries(issuer).Where(child => Providers.ContainsKey(child.Key)).ToArray();
        return presets switch
        {
            [] => [],
            [var preset] => Create(Providers[preset.Key], preset),
            _ => throw ConfigurationReader.Malformed(issuer, "only one provider: " + string.Join(", ", Providers.Keys)),
        };
    }

    private static IReadOnlyList<TrustedIssuer> Create(Provider provider, IConfigurationSection section)
    {
        foreach (var child in ConfigurationReader.Entries(section))
        {
            if (!provider.Parameters.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
            {
                throw ConfigurationReader.UnknownOption(child, provider.Parameters);
            }
        }

        try
        {
            return provider.Create(section);
        }
        catch (ArgumentException exception)
        {
            throw ConfigurationReader.InvalidPreset(section, exception);
        }
    }

    private static string Text(IConfigurationSection section, string name) =>
        section[name] is { Length: > 0 } text ? text : throw ConfigurationReader.Malformed(section.GetSection(name), "a string");

    /// <summary>Reads a value that may be missing. If it is present, it must not be null or empty.</summary>
    private static string? Optional(IConfigurationSection section, string name) =>
        section.GetChildren().Any(child => string.Equals(child.Key, name, StringComparison.OrdinalIgnoreCase)) ? Text(section, name) : null;

    /// <summary>Reads a list. A missing one is empty, so that the preset describes what is missing.</summary>
    private static string[] Texts(IConfigurationSection section, string name) =>
        section.GetSection(name) is var list && list.Exists() ? [.. ConfigurationReader.Strings(list)] : [];

    private static Provider ByIssuer(Func<string, string, TrustedIssuer> create) =>
        new(["Issuer", "Audience"], section => [create(Text(section, "Issuer"), Text(section, "Audience"))]);

    private sealed record Provider(string[] Parameters, Func<IConfigurationSection, IReadOnlyList<TrustedIssuer>> Create);
}

using Microsoft.Extensions.Configuration;

namespace HipaaJwt.Configuration;

/// <summary>Reads the preset of a provider, such as <c>"EntraId": { "TenantId": …, "Audience": … }</c>.</summary>
internal static class ProviderSectionReader
{
    private static readonly Dictionary<string, Provider> Providers = new(StringComparer.OrdinalIgnoreCase)
    {
        ["EntraId"] = new(
            ["TenantId", "Audience"],
            section => TrustedIssuer.ForEntraId(Text(section, "TenantId"), Text(section, "Audience"))),
        ["Okta"] = new(
            ["Domain", "Audience", "AuthorizationServerId"],
            section => TrustedIssuer.ForOkta(
                Text(section, "Domain"), Text(section, "Audience"), section["AuthorizationServerId"] ?? "default")),
        ["Auth0"] = new(
            ["Domain", "Audience"],
            section => TrustedIssuer.ForAuth0(Text(section, "Domain"), Text(section, "Audience"))),
        ["Keycloak"] = new(
            ["BaseAddress", "Realm", "Audience"],
            section => TrustedIssuer.ForKeycloak(Text(section, "BaseAddress"), Text(section, "Realm"), Text(section, "Audience"))),
        ["Cognito"] = new(
            ["Region", "UserPoolId", "ClientIds"],
            section => TrustedIssuer.ForCognito(
                Text(section, "Region"),
                Text(section, "UserPoolId"),
                section.GetSection("ClientIds") is var ids && ids.Exists() ? [.. ConfigurationReader.Strings(ids)] : [])),
    };

    public static bool IsProvider(string key) => Providers.ContainsKey(key);

    /// <summary>Creates the issuer from the preset of its provider.</summary>
    /// <returns>The issuer; null if the section names no provider.</returns>
    public static TrustedIssuer? Create(IConfigurationSection issuer)
    {
        var presets = ConfigurationReader.Entries(issuer).Where(child => Providers.ContainsKey(child.Key)).ToArray();
        return presets switch
        {
            [] => null,
            [var preset] => Create(Providers[preset.Key], preset),
            _ => throw ConfigurationReader.Malformed(issuer, "only one provider: " + string.Join(", ", Providers.Keys)),
        };
    }

    private static TrustedIssuer Create(Provider provider, IConfigurationSection section)
    {
        foreach (var child in ConfigurationReader.Entries(section))
        {
            if (!provider.Parameters.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
            {
                throw ConfigurationReader.UnknownOption(child, string.Join(", ", provider.Parameters));
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

    private sealed record Provider(string[] Parameters, Func<IConfigurationSection, TrustedIssuer> Create);
}

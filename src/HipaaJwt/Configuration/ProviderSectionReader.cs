using Microsoft.Extensions.Configuration;

namespace HipaaJwt.Configuration;

/// <summary>Reads the preset of a provider, such as <c>"EntraId": { "TenantId": …, "Audience": … }</c>.</summary>
internal static class ProviderSectionReader
{
    private static readonly Dictionary<string, Provider> Providers = new(StringComparer.OrdinalIgnoreCase)
    {
        ["EntraId"] = new(["TenantId", "Audience"], section => TrustedIssuer.ForEntraId(Text(section, "TenantId"), Text(section, "Audience"))),
        ["Okta"] = new(
            ["Domain", "Audience", "AuthorizationServerId"],
            section => TrustedIssuer.ForOkta(Text(section, "Domain"), Text(section, "Audience"), section["AuthorizationServerId"] ?? "default")),
        ["Auth0"] = new(["Domain", "Audience"], section => TrustedIssuer.ForAuth0(Text(section, "Domain"), Text(section, "Audience"))),
        ["Keycloak"] = new(
            ["BaseAddress", "Realm", "Audience"],
            section => TrustedIssuer.ForKeycloak(Text(section, "BaseAddress"), Text(section, "Realm"), Text(section, "Audience"))),
        ["Cognito"] = new(
            ["Region", "UserPoolId", "ClientIds"],
            section => TrustedIssuer.ForCognito(Text(section, "Region"), Text(section, "UserPoolId"), [.. ConfigurationReader.Strings(section.GetSection("ClientIds"))])),
    };

    public static bool IsProvider(string key) => Providers.ContainsKey(key);

    /// <summary>The preset of the provider that the section names, which its other options may change; an empty issuer if it names none.</summary>
    public static TrustedIssuer Create(IConfigurationSection issuer)
    {
        var named = ConfigurationReader.Entries(issuer).Where(child => Providers.ContainsKey(child.Key)).ToArray();
        return named switch
        {
            [] => new TrustedIssuer(),
            [var one] => Create(Providers[one.Key], one),
            _ => throw ConfigurationReader.Wrong(issuer, "one provider alone: " + string.Join(", ", Providers.Keys)),
        };
    }

    private static TrustedIssuer Create(Provider provider, IConfigurationSection section)
    {
        foreach (var child in ConfigurationReader.Entries(section))
        {
            if (!provider.Settings.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
            {
                throw ConfigurationReader.Unknown(child, string.Join(", ", provider.Settings));
            }
        }

        try
        {
            return provider.Create(section);
        }
        catch (ArgumentException exception)
        {
            throw ConfigurationReader.Rejected(section, exception);
        }
    }

    private static string Text(IConfigurationSection section, string name) =>
        section[name] is { Length: > 0 } text ? text : throw ConfigurationReader.Wrong(section.GetSection(name), "a string");

    private sealed record Provider(string[] Settings, Func<IConfigurationSection, TrustedIssuer> Create);
}

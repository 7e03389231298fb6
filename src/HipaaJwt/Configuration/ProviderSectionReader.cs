using Microsoft.Extensions.Configuration;

namespace HipaaJwt.DependencyInjection;

/// <summary>Reads an issuer that is named by its provider, such as <c>"EntraId": { "TenantId": …, "Audience": … }</c>.</summary>
internal static class ProviderSection
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
            section => TrustedIssuer.ForCognito(Text(section, "Region"), Text(section, "UserPoolId"), [.. SectionReader.Strings(section.GetSection("ClientIds"))])),
    };

    /// <summary>The issuer as its provider documents it, which the other settings of the section may change; a new one where none is named.</summary>
    public static TrustedIssuer Create(IConfigurationSection issuer)
    {
        var named = SectionReader.Entries(issuer).Where(child => Providers.ContainsKey(child.Key)).ToArray();
        return named switch
        {
            [] => new TrustedIssuer(),
            [var one] => Create(Providers[one.Key], one),
            _ => throw SectionReader.Wrong(issuer, "one provider alone: " + string.Join(", ", Providers.Keys)),
        };
    }

    private static TrustedIssuer Create(Provider provider, IConfigurationSection section)
    {
        foreach (var child in SectionReader.Entries(section))
        {
            if (!provider.Settings.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
            {
                throw SectionReader.Unknown(child, string.Join(", ", provider.Settings));
            }
        }

        try
        {
            return provider.Create(section);
        }
        catch (ArgumentException exception)
        {
            throw SectionReader.Refused(section, exception);
        }
    }

    private static string Text(IConfigurationSection section, string name) =>
        section[name] is { Length: > 0 } text ? text : throw SectionReader.Wrong(section.GetSection(name), "a text");

    private sealed record Provider(string[] Settings, Func<IConfigurationSection, TrustedIssuer> Create);
}

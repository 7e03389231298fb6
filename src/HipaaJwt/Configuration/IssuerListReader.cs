using Microsoft.Extensions.Configuration;

namespace HipaaJwt.Configuration;

/// <summary>
/// Reads the lists of an issuer. Entries are added to the lists of a preset, and replace the defaults of an issuer without a preset. An
/// option with the prefix <c>Replace</c> replaces a list in both cases.
/// </summary>
internal static class IssuerListReader
{
    private const string Replace = "Replace";
    private const string RequiredClaimValues = "RequiredClaimValues";

    private static readonly Dictionary<string, Action<TrustedIssuer, IConfigurationSection, bool>> Lists = new(
        StringComparer.OrdinalIgnoreCase)
    {
        ["IssuerAliases"] = (issuer, section, replace) => Set(issuer.IssuerAliases, ConfigurationReader.Strings(section), replace),
        ["Audiences"] = (issuer, section, replace) => Set(issuer.Audiences, ConfigurationReader.Strings(section), replace),
        ["Algorithms"] = (issuer, section, replace) => Set(issuer.Algorithms, ConfigurationReader.Algorithms(section), replace),
        ["TokenTypes"] = (issuer, section, replace) => Set(issuer.TokenTypes, ConfigurationReader.Strings(section), replace),
        ["RequiredClaims"] = (issuer, section, replace) => Set(issuer.RequiredClaims, ConfigurationReader.Strings(section), replace),
        ["LogoutAudiences"] = (issuer, section, replace) => Set(issuer.LogoutAudiences, ConfigurationReader.Strings(section), replace),
        [RequiredClaimValues] = SetValues,
    };

    /// <summary>Reads all lists. What is replaced comes first, so that further entries are added to it.</summary>
    public static void Read(TrustedIssuer issuer, IConfigurationSection section, bool isPreset)
    {
        var lists = ConfigurationReader.Entries(section).Where(child => Lists.ContainsKey(ListOf(child.Key))).ToArray();
        foreach (var replacement in lists.Where(child => IsReplacement(child.Key)))
        {
            var name = ListOf(replacement.Key);
            if (!Is(name, RequiredClaimValues) && lists.Any(child => Is(child.Key, name)))
            {
                throw ConfigurationReader.Malformed(
                    replacement, $"either {name} to add entries, or {Replace}{name} to replace them");
            }

            Lists[name](issuer, replacement, true);
        }

        foreach (var list in lists.Where(child => !IsReplacement(child.Key)))
        {
            Lists[list.Key](issuer, list, !isPreset);
        }
    }

    private static bool IsReplacement(string key) => key.StartsWith(Replace, StringComparison.OrdinalIgnoreCase);

    private static string ListOf(string key) => IsReplacement(key) ? key[Replace.Length..] : key;

    private static bool Is(string key, string name) => string.Equals(key, name, StringComparison.OrdinalIgnoreCase);

    private static void Set<T>(IList<T> list, IEnumerable<T> entries, bool replace)
    {
        if (replace)
        {
            SectionBinder.Replace(list, entries);
        }
        else
        {
            SectionBinder.AddMissing(list, entries);
        }
    }

    /// <summary>Sets the values of the claims that are named. The values of other claims stay required.</summary>
    private static void SetValues(TrustedIssuer issuer, IConfigurationSection section, bool replace)
    {
        foreach (var claim in ConfigurationReader.NamedEntries(section))
        {
            var values = ConfigurationReader.Strings(claim);
            issuer.RequiredClaimValues[claim.Key] = !replace && issuer.RequiredClaimValues.TryGetValue(claim.Key, out var allowed)
                ? [.. allowed.Union(values, StringComparer.Ordinal)]
                : values;
        }
    }
}

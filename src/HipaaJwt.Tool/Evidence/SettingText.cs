using Microsoft.Extensions.Configuration;

namespace HipaaJwt.Tool.Evidence;

/// <summary>What a settings section says about a setting of a safeguard. Values of keys are never shown.</summary>
internal static class SettingText
{
    public const string Default = "default";
    public const string InCode = "in code";

    /// <summary>The options that contain secrets or keys. Only their number is shown.</summary>
    private static readonly string[] Hidden = [nameof(TrustedIssuer.SigningKeys), nameof(DecryptionOptions.Keys)];

    /// <summary>The first words of registration methods and attributes, which settings files do not contain.</summary>
    private static readonly string[] Methods = ["Add", "Map", "Require"];

    /// <param name="section">The section with the options of HipaaJwt.</param>
    /// <param name="setting">The name of a method, or the path of an option such as <c>Issuers:Audiences</c>.</param>
    public static string Of(IConfigurationSection section, string setting)
    {
        var names = setting.Split(':');
        if (Methods.Any(method => setting.StartsWith(method, StringComparison.Ordinal) && char.IsUpper(setting[method.Length])))
        {
            return InCode;
        }

        IEnumerable<IConfigurationSection> found = [section];
        foreach (var name in names)
        {
            found = [.. found.SelectMany(part => IsList(part) ? part.GetChildren() : [part]).Select(part => part.GetSection(name))];
        }

        var values = found.Where(part => part.Exists()).Select(part => ValueOf(part, names[^1])).ToArray();
        return values.Length == 0 ? Default : string.Join("; ", values);
    }

    /// <summary>The entries of a list have numbers. Those of the issuers may have names instead.</summary>
    private static bool IsList(IConfigurationSection section) =>
        section.GetChildren().Any()
        && (section.Key.Equals(nameof(HipaaJwtOptions.Issuers), StringComparison.OrdinalIgnoreCase)
            || section.GetChildren().All(child => int.TryParse(child.Key, out _)));

    private static string ValueOf(IConfigurationSection section, string name)
    {
        var children = section.GetChildren().ToArray();
        if (children.Length == 0)
        {
            return Hidden.Contains(name, StringComparer.OrdinalIgnoreCase) ? "set" : section.Value ?? Default;
        }

        return !Hidden.Contains(name, StringComparer.OrdinalIgnoreCase) && children.All(child => !child.GetChildren().Any())
            ? string.Join(", ", children.Select(child => child.Value))
            : $"{children.Length} set";
    }
}

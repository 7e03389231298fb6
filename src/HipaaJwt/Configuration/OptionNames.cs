using HipaaJwt.Names;
using Microsoft.Extensions.Configuration;

namespace HipaaJwt.Configuration;

/// <summary>Finds what a person meant with a name that is not an option.</summary>
internal static class OptionNames
{
    private const string AlwaysChecked = "It is always checked, so remove it";

    /// <summary>The names that JwtBearer and its TokenValidationParameters use for options of an issuer, and what to write instead.</summary>
    private static readonly Dictionary<string, string> OfJwtBearer = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ValidAudience"] = "Write Audiences",
        ["ValidAudiences"] = "Write Audiences",
        ["ValidIssuer"] = "Write Issuer",
        ["ValidIssuers"] = "Write one entry of Issuers for each issuer",
        ["ValidAlgorithms"] = "Write Algorithms",
        ["ValidTypes"] = "Write TokenTypes",
        ["IssuerSigningKey"] = "Write SigningKeys",
        ["IssuerSigningKeys"] = "Write SigningKeys",
        ["NameClaimType"] = "Write NameClaim",
        ["RoleClaimType"] = "Write RolesFrom in the section Permissions",
        ["ValidateIssuer"] = AlwaysChecked,
        ["ValidateAudience"] = AlwaysChecked,
        ["ValidateLifetime"] = AlwaysChecked,
        ["ValidateIssuerSigningKey"] = AlwaysChecked,
        ["RequireExpirationTime"] = AlwaysChecked,
        ["RequireSignedTokens"] = AlwaysChecked,
        ["RequireHttpsMetadata"] = "Addresses must be https, or http on this machine, so remove it",
        ["TokenValidationParameters"] = "Write the options of the issuer directly into its entry of Issuers",
    };

    /// <summary>Describes what to write instead of an unknown name.</summary>
    /// <param name="section">The entry with the unknown name.</param>
    /// <param name="known">The options here.</param>
    /// <param name="elsewhere">The place of an option that belongs to another section; null if the name is no option there either.</param>
    public static string RemedyFor(IConfigurationSection section, IReadOnlyCollection<string> known, string? elsewhere = null)
    {
        var all = string.Join(", ", known.Where(name => !name.StartsWith("Replace", StringComparison.Ordinal)));
        return EnvironmentVariable(section, known)
            ?? elsewhere
            ?? (OfJwtBearer.TryGetValue(section.Key, out var remedy) ? $"{remedy}. The options here are {all}." : null)
            ?? (NearestName.Find(section.Key, known) is { } nearest
                ? $"Write {nearest}, or remove it. The options here are {all}."
                : $"Write {all}, or remove it.");
    }

    /// <summary>Describes the place of an option of an issuer that was written beside Issuers; null if it is no such option.</summary>
    public static string? ElsewhereFromRoot(string root, string key)
    {
        var issuer = Below(root, "Issuers:0");
        if (root.Length == 0 && !IssuerSectionReader.IsOption(key))
        {
            return "AddHipaaJwt received the complete configuration. Pass the section with the options, such as "
                + "configuration.GetSection(\"HipaaJwt\").";
        }

        return IssuerSectionReader.IsOption(key) ? $"It belongs to an entry of Issuers. Write {issuer}:{key}."
            : OfJwtBearer.TryGetValue(key, out var remedy) ? $"{remedy}. An issuer's options belong to its entry {issuer}."
            : null;
    }

    /// <summary>Describes the place of an option of all issuers that was written into one issuer; null if it is no such option.</summary>
    public static string? ElsewhereFromIssuer(IConfigurationSection issuer, string key)
    {
        var levels = issuer.Path.Split(':');
        return levels.Length > 2 && OptionsSectionBinder.IsOption(key)
            ? $"It applies to all issuers. Write {Below(string.Join(':', levels[..^2]), key)}."
            : null;
    }

    private static string Below(string path, string key) => path.Length == 0 ? key : $"{path}:{key}";

    /// <summary>A single underscore, or two hyphens outside of Azure Key Vault, do not separate the levels of a name.</summary>
    private static string? EnvironmentVariable(IConfigurationSection section, IReadOnlyCollection<string> known)
    {
        var levels = EnvironmentNames.LevelsOf(section.Key);
        return levels.Length > 1 && known.Contains(levels[0], StringComparer.OrdinalIgnoreCase)
            ? "Two underscores separate the levels of an environment variable. Write "
                + $"{EnvironmentNames.Of(section.Path[..^section.Key.Length] + string.Join(':', levels))}."
            : null;
    }
}

using HipaaJwt.Names;
using Microsoft.Extensions.Configuration;

namespace HipaaJwt.Configuration;

/// <summary>Finds what a person meant with a name that is not an option.</summary>
internal static class OptionNames
{
    /// <summary>A longer list would hide the remedy.</summary>
    private const int MaxListed = 16;

    private const string AlwaysChecked = "It is always checked, so remove it";

    /// <summary>The names that JwtBearer and its TokenValidationParameters use for options of an issuer, and the remedies.</summary>
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
        ["TokenValidationParameters"] = "Write the options below it without this level",
    };

    /// <summary>Describes what to write instead of an unknown name.</summary>
    /// <param name="section">The entry with the unknown name.</param>
    /// <param name="known">The options here.</param>
    /// <param name="elsewhere">The place of an option that belongs to another section; null if the name is no option there either.</param>
    public static string RemedyFor(IConfigurationSection section, IReadOnlyCollection<string> known, string? elsewhere = null)
    {
        var remedy = EnvironmentVariable(section, known)
            ?? elsewhere
            ?? OfJwtBearer.GetValueOrDefault(section.Key)
            ?? (NearestName.Find(section.Key, known) is { } nearest ? $"Write {nearest}, or remove it" : null);
        var all = string.Join(", ", known.Where(name => !name.StartsWith("Replace", StringComparison.Ordinal)));
        return remedy is null ? $"Write {all}, or remove it."
            : elsewhere is not null || known.Count > MaxListed ? $"{remedy}."
            : $"{remedy}. The options here are {all}.";
    }

    /// <summary>Describes the place of an option that was written beside Issuers; null if it is an option nowhere.</summary>
    public static string? ElsewhereFromRoot(string root, string key)
    {
        var issuer = Below(root, "Issuers:0");
        if (IssuerSectionReader.IsOption(key))
        {
            return $"It belongs to an entry of Issuers. Write {issuer}:{key}";
        }

        if (root.Length == 0)
        {
            return "AddHipaaJwt received the complete configuration. Pass the section with the options, such as "
                + "configuration.GetSection(\"HipaaJwt\")";
        }

        return OfJwtBearer.TryGetValue(key, out var remedy)
            ? $"{remedy}. The options of an issuer belong to its entry, such as {issuer}"
            : PlaceInPermissions(root, key);
    }

    /// <summary>Describes the place of an option that was written into one issuer; null if it is an option nowhere.</summary>
    public static string? ElsewhereFromIssuer(IConfigurationSection issuer, string key)
    {
        var levels = issuer.Path.Split(':');
        if (levels.Length < 3)
        {
            return null;
        }

        var root = string.Join(':', levels[..^2]);
        return OptionsSectionBinder.IsOption(key)
            ? $"It applies to all issuers. Write {Below(root, key)}"
            : PlaceInPermissions(root, key);
    }

    private static string? PlaceInPermissions(string root, string key) => PermissionSectionReader.IsOption(key)
        ? $"It belongs to the permissions. Write {Below(root, $"{OptionsSectionBinder.PermissionsKey}:{key}")}"
        : null;

    private static string Below(string path, string key) => path.Length == 0 ? key : $"{path}:{key}";

    /// <summary>A single underscore, or two hyphens outside of Azure Key Vault, do not separate the levels of a name.</summary>
    private static string? EnvironmentVariable(IConfigurationSection section, IReadOnlyCollection<string> known)
    {
        var levels = EnvironmentNames.LevelsOf(section.Key);
        return levels.Length > 1 && known.Contains(levels[0], StringComparer.OrdinalIgnoreCase)
            ? "Two underscores separate the levels of an environment variable. Write "
                + $"{EnvironmentNames.Of(section.Path[..^section.Key.Length] + string.Join(':', levels))}"
            : null;
    }
}

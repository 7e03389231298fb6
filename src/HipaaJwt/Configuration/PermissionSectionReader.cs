using Microsoft.Extensions.Configuration;

namespace HipaaJwt.Configuration;

/// <summary>Reads permission rules from configuration.</summary>
internal static class PermissionSectionReader
{
    private const string ClaimPaths = "claim names joined by dots, such as realm_access.roles";
    private const string PermissionNames = "permissions without spaces, such as chart:read";

    private static readonly string[] RuleKeys = ["Role", "Scope", "Claim", "Value", "Permissions"];

    public static void Apply(IConfiguration section, PermissionMapBuilder map)
    {
        foreach (var child in ConfigurationReader.Entries(section))
        {
            switch (child.Key)
            {
                case var key when Is(key, "RolesFrom"):
                    ConfigurationReader.Guard(child, ClaimPaths, () => map.RolesFrom([.. ConfigurationReader.Strings(child)]));
                    break;
                case var key when Is(key, "ScopesFrom"):
                    ConfigurationReader.Guard(child, ClaimPaths, () => map.ScopesFrom([.. ConfigurationReader.Strings(child)]));
                    break;
                case var key when Is(key, "Roles"):
                    Grant(child, map.Role);
                    break;
                case var key when Is(key, "Scopes"):
                    Grant(child, map.Scope);
                    break;
                case var key when Is(key, "Claims"):
                    foreach (var claim in ConfigurationReader.Entries(child))
                    {
                        Grant(claim, value => map.Claim(claim.Key, value));
                    }

                    break;
                case var key when Is(key, "Rules"):
                    foreach (var rule in ConfigurationReader.Objects(child))
                    {
                        Apply(rule, map);
                    }

                    break;
                default:
                    throw ConfigurationReader.UnknownOption(child, "Roles, Scopes, Claims, Rules, RolesFrom or ScopesFrom");
            }
        }
    }

    /// <summary>Applies a rule. A colon separates configuration keys, so rules contain names with colons as values.</summary>
    private static void Apply(IConfigurationSection rule, PermissionMapBuilder map)
    {
        foreach (var child in ConfigurationReader.Entries(rule))
        {
            if (!RuleKeys.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
            {
                throw ConfigurationReader.UnknownOption(child, string.Join(", ", RuleKeys));
            }
        }

        var grant = (rule["Role"], rule["Scope"], rule["Claim"], rule["Value"]) switch
        {
            ({ Length: > 0 } role, null, null, null) => map.Role(role),
            (null, { Length: > 0 } scope, null, null) => map.Scope(scope),
            (null, null, { Length: > 0 } claim, { Length: > 0 } value) =>
                ConfigurationReader.Guard(rule, ClaimPaths, () => map.Claim(claim, value)),
            _ => throw ConfigurationReader.Malformed(rule, "a Role, a Scope, or a Claim with its Value, and the Permissions"),
        };
        Grant(grant, rule.GetSection("Permissions"));
    }

    private static void Grant(PermissionGrantBuilder grant, IConfigurationSection permissions) =>
        ConfigurationReader.Guard(
            permissions,
            PermissionNames,
            () => grant.Grants([.. ConfigurationReader.Strings(permissions).Select(Permission.FromString)]));

    private static bool Is(string key, string name) => string.Equals(key, name, StringComparison.OrdinalIgnoreCase);

    private static void Grant(IConfigurationSection values, Func<string, PermissionGrantBuilder> rule)
    {
        foreach (var value in ConfigurationReader.Entries(values))
        {
            Grant(ConfigurationReader.Guard(values, ClaimPaths, () => rule(value.Key)), value);
        }
    }
}

using HipaaJwt.Permissions;
using Microsoft.Extensions.Configuration;

namespace HipaaJwt.Configuration;

/// <summary>Reads permission rules from configuration.</summary>
internal static class PermissionSectionReader
{
    private const string PermissionNames = "permissions without spaces, such as chart:read";
    private const string RuleForms = "a Role, a Scope, a Flag, or a Claim with its Value and perhaps its Form, and the Permissions";

    private static readonly string[] MapKeys = ["Roles", "Scopes", "Claims", "Flags", "Rules", "RolesFrom", "ScopesFrom"];
    private static readonly string[] RuleKeys = ["Role", "Scope", "Claim", "Value", "Form", "Flag", "Permissions"];

    /// <summary>Whether the name is an option of permissions.</summary>
    public static bool IsOption(string key) => MapKeys.Contains(key, StringComparer.OrdinalIgnoreCase);

    /// <summary>Adds the rules of a section.</summary>
    public static void Apply(IConfiguration section, PermissionMapBuilder map)
    {
        map.Section = section is IConfigurationSection { Path: var path } ? path : string.Empty;
        foreach (var child in ConfigurationReader.Entries(section))
        {
            if (Is(child.Key, "ForIssuers"))
            {
                ApplyForIssuers(child, map);
            }
            else if (!TryApply(child, map))
            {
                throw ConfigurationReader.UnknownOption(child, [.. MapKeys, "ForIssuers"]);
            }
        }

        map.Section = null;
    }

    private static void ApplyForIssuers(IConfigurationSection section, PermissionMapBuilder map)
    {
        foreach (var entry in ConfigurationReader.Objects(section))
        {
            var children = ConfigurationReader.Entries(entry).ToArray();
            var issuer = entry.GetSection("Issuer");
            var name = issuer.Value is { Length: > 0 } value
                ? value
                : throw ConfigurationReader.Malformed(issuer, "the issuer, exactly as in Issuers");
            map.ForIssuer(name, issuer.Path, own =>
            {
                foreach (var child in children.Where(child => !Is(child.Key, "Issuer")))
                {
                    if (!TryApply(child, own))
                    {
                        throw ConfigurationReader.UnknownOption(child, ["Issuer", .. MapKeys]);
                    }
                }
            });
        }
    }

    private static bool TryApply(IConfigurationSection child, PermissionMapBuilder map)
    {
        switch (child.Key)
        {
            case var key when Is(key, "RolesFrom"):
                ApplySources(child, map.RolesFrom);
                break;
            case var key when Is(key, "ScopesFrom"):
                ApplySources(child, map.ScopesFrom);
                break;
            case var key when Is(key, "Roles"):
                GrantEach(child, value => map.Role(value.Key));
                break;
            case var key when Is(key, "Scopes"):
                GrantEach(child, value => map.Scope(value.Key));
                break;
            case var key when Is(key, "Flags"):
                GrantEach(child, flag => map.Flag(ClaimSourceReader.Parse(flag, flag.Key, ClaimFormat.Flag).Path));
                break;
            case var key when Is(key, "Claims"):
                foreach (var claim in ConfigurationReader.Entries(child))
                {
                    var source = ClaimSourceReader.Parse(claim, claim.Key, ClaimFormat.Usual);
                    GrantEach(claim, value => map.Claim(source, value.Key));
                }

                break;
            case var key when Is(key, "Rules"):
                foreach (var rule in ConfigurationReader.Objects(child))
                {
                    ApplyRule(rule, map);
                }

                break;
            default:
                return false;
        }

        return true;
    }

    private static void ApplySources(IConfigurationSection section, Func<ClaimSource, ClaimSource[], PermissionMapBuilder> apply)
    {
        var sources = ClaimSourceReader.List(section);
        apply(sources[0], sources[1..]);
    }

    /// <summary>Applies a rule. A colon separates configuration keys, so rules contain names with colons as values.</summary>
    private static void ApplyRule(IConfigurationSection rule, PermissionMapBuilder map)
    {
        foreach (var child in ConfigurationReader.Entries(rule))
        {
            if (!RuleKeys.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
            {
                throw ConfigurationReader.UnknownOption(child, RuleKeys);
            }
        }

        var grant = (rule["Role"], rule["Scope"], rule["Claim"], rule["Value"], rule["Flag"], rule["Form"]) switch
        {
            ({ Length: > 0 } role, null, null, null, null, null) => map.Role(role),
            (null, { Length: > 0 } scope, null, null, null, null) => map.Scope(scope),
            (null, null, { Length: > 0 }, { Length: > 0 } value, null, _) => map.Claim(ClaimSourceReader.Read(rule), value),
            (null, null, null, null, { Length: > 0 } flag, null) =>
                map.Flag(ClaimSourceReader.Parse(rule, flag, ClaimFormat.Flag).Path),
            _ => throw ConfigurationReader.Malformed(rule, RuleForms),
        };
        Grant(grant, rule.GetSection("Permissions"));
    }

    private static void Grant(PermissionGrantBuilder grant, IConfigurationSection permissions) =>
        ConfigurationReader.Guard(
            permissions,
            PermissionNames,
            () => grant.Grants([.. ConfigurationReader.Strings(permissions).Select(Permission.FromString)]));

    private static bool Is(string key, string name) => string.Equals(key, name, StringComparison.OrdinalIgnoreCase);

    private static void GrantEach(IConfigurationSection values, Func<IConfigurationSection, PermissionGrantBuilder> rule)
    {
        foreach (var value in ConfigurationReader.Entries(values))
        {
            Grant(rule(value), value);
        }
    }
}

using Microsoft.Extensions.Configuration;

namespace HipaaJwt.DependencyInjection;

/// <summary>Reads rules for permissions from configuration.</summary>
internal static class PermissionSection
{
    private const string WayToClaim = "names of claims joined by dots, such as realm_access.roles";
    private const string PermissionNames = "permissions without blanks, such as chart:read";

    public static void Apply(IConfiguration section, PermissionMapBuilder map)
    {
        foreach (var child in SectionReader.Entries(section))
        {
            switch (child.Key)
            {
                case var key when Is(key, "RolesFrom"):
                    SectionReader.Guard(child, WayToClaim, () => map.RolesFrom([.. SectionReader.Strings(child)]));
                    break;
                case var key when Is(key, "ScopesFrom"):
                    SectionReader.Guard(child, WayToClaim, () => map.ScopesFrom([.. SectionReader.Strings(child)]));
                    break;
                case var key when Is(key, "Roles"):
                    Grant(child, map.Role);
                    break;
                case var key when Is(key, "Scopes"):
                    Grant(child, map.Scope);
                    break;
                case var key when Is(key, "Claims"):
                    foreach (var claim in SectionReader.Entries(child))
                    {
                        Grant(claim, value => map.Claim(claim.Key, value));
                    }

                    break;
                default:
                    throw SectionReader.Unknown(child, "Roles, Scopes, Claims, RolesFrom or ScopesFrom");
            }
        }
    }

    private static bool Is(string key, string name) => string.Equals(key, name, StringComparison.OrdinalIgnoreCase);

    private static void Grant(IConfigurationSection values, Func<string, PermissionGrantBuilder> rule)
    {
        foreach (var value in SectionReader.Entries(values))
        {
            var grant = SectionReader.Guard(values, WayToClaim, () => rule(value.Key));
            SectionReader.Guard(value, PermissionNames, () => grant.Grants([.. SectionReader.Strings(value).Select(Permission.FromString)]));
        }
    }
}

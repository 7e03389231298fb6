using Microsoft.Extensions.Configuration;

namespace HipaaJwt.DependencyInjection;

/// <summary>Reads rules for permissions from configuration.</summary>
internal static class PermissionSection
{
    public static void Apply(IConfiguration section, PermissionMapBuilder map)
    {
        foreach (var child in section.GetChildren())
        {
            switch (child.Key)
            {
                case var key when Is(key, "RolesFrom"):
                    map.RolesFrom([.. SectionReader.Strings(child)]);
                    break;
                case var key when Is(key, "ScopesFrom"):
                    map.ScopesFrom([.. SectionReader.Strings(child)]);
                    break;
                case var key when Is(key, "Roles"):
                    Grant(child, map.Role);
                    break;
                case var key when Is(key, "Scopes"):
                    Grant(child, map.Scope);
                    break;
                case var key when Is(key, "Claims"):
                    foreach (var claim in child.GetChildren())
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

    private static void Grant(IConfiguration values, Func<string, PermissionGrantBuilder> rule)
    {
        foreach (var value in values.GetChildren())
        {
            rule(value.Key).Grants([.. SectionReader.Strings(value).Select(Permission.FromString)]);
        }
    }
}

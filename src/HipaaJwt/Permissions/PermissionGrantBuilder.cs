using HipaaJwt.Permissions;

namespace HipaaJwt;

/// <summary>Builds a rule of the permission map. Call <see cref="Grants"/> to complete the rule.</summary>
public sealed class PermissionGrantBuilder
{
    private readonly PermissionMapBuilder _map;
    private readonly PermissionGrant _grant;

    internal PermissionGrantBuilder(PermissionMapBuilder map, PermissionRuleKind kind, ClaimSource? source, string value)
    {
        _map = map;
        _grant = new PermissionGrant(kind, source, value, [], map.Section);
    }

    /// <summary>Completes the rule with the permissions that it grants.</summary>
    /// <param name="permissions">The permissions.</param>
    /// <returns>The map, for the next rule.</returns>
    /// <exception cref="ArgumentNullException">The permissions are null.</exception>
    public PermissionMapBuilder Grants(params Permission[] permissions)
    {
        ArgumentNullException.ThrowIfNull(permissions);
        _map.Add(_grant with { Permissions = Array.ConvertAll(permissions, permission => permission.Name) });
        return _map;
    }
}

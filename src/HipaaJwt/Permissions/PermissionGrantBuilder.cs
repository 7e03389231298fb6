using HipaaJwt.Permissions;

namespace HipaaJwt;

/// <summary>Builds a rule of the permission map. Call <see cref="Grants"/> to complete the rule.</summary>
public sealed class PermissionGrantBuilder
{
    private readonly PermissionMapBuilder _map;
    private readonly Func<IEnumerable<ClaimPath>> _paths;
    private readonly string _value;

    internal PermissionGrantBuilder(PermissionMapBuilder map, Func<IEnumerable<ClaimPath>> paths, string value)
    {
        _map = map;
        _paths = paths;
        _value = value;
    }

    /// <summary>Completes the rule with the permissions that it grants.</summary>
    /// <param name="permissions">The permissions.</param>
    /// <returns>The map, for the next rule.</returns>
    /// <exception cref="ArgumentNullException">The permissions are null.</exception>
    public PermissionMapBuilder Grants(params Permission[] permissions)
    {
        ArgumentNullException.ThrowIfNull(permissions);
        _map.Add(new PermissionGrant(_paths, _value, permissions));
        return _map;
    }
}

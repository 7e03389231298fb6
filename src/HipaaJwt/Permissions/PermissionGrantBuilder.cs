using HipaaJwt.Permissions;

namespace HipaaJwt;

/// <summary>A rule of the map that waits for its permissions.</summary>
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

    /// <summary>Says what the rule grants.</summary>
    /// <param name="permissions">The permissions.</param>
    /// <returns>The map, for the next rule.</returns>
    public PermissionMapBuilder Grants(params Permission[] permissions)
    {
        ArgumentNullException.ThrowIfNull(permissions);
        _map.Add(new PermissionGrant(_paths, _value, permissions));
        return _map;
    }
}

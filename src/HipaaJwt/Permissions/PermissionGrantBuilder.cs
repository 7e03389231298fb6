using HipaaJwt.Permissions;

namespace HipaaJwt;

/// <summary>A rule of the map that waits for its permissions.</summary>
public sealed class PermissionGrantBuilder
{
    private readonly PermissionMapBuilder _map;
    private readonly Func<IEnumerable<ClaimPath>> _paths;
    private readonly string _value;
    private readonly bool _isList;

    internal PermissionGrantBuilder(PermissionMapBuilder map, Func<IEnumerable<ClaimPath>> paths, string value, bool isList)
    {
        _map = map;
        _paths = paths;
        _value = value;
        _isList = isList;
    }

    /// <summary>Says what the rule grants.</summary>
    /// <param name="permissions">The permissions.</param>
    /// <returns>The map, for the next rule.</returns>
    public PermissionMapBuilder Grants(params Permission[] permissions)
    {
        ArgumentNullException.ThrowIfNull(permissions);
        _map.Add(new PermissionGrant(_paths, _value, _isList, permissions));
        return _map;
    }
}

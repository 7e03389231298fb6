using HipaaJwt.Permissions;

namespace HipaaJwt;

/// <summary>
/// Maps roles, scopes and other claims of a token to permissions. The map knows all permissions that its rules or <see cref="Know"/>
/// name. If a policy requires another permission, the application stops at start.
/// </summary>
/// <example>
/// <code>
/// services.AddHipaaJwt(configuration.GetSection("HipaaJwt"))
///     .AddPermissions(map =&gt; map
///         .Role("physician").Grants("chart:read", "chart:write")
///         .Scope("chart.read").Grants("chart:read"));
/// </code>
/// </example>
public sealed class PermissionMapBuilder
{
    private readonly List<PermissionGrant> _grants = [];
    private readonly List<Permission> _known = [];
    private ClaimPath[] _roleClaims = [new(ClaimNames.Roles)];
    private ClaimPath[] _scopeClaims = [new(ClaimNames.Scope), new("scp")];

    /// <summary>Starts a rule for a role. The role must equal a value of one of the role claims.</summary>
    /// <param name="name">
    /// The role, case-sensitive. A role whose name contains blanks matches only an element of an array, because a string is a list
    /// separated by blanks.
    /// </param>
    /// <returns>The rule. Call <see cref="PermissionGrantBuilder.Grants"/> to complete it.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="ArgumentNullException">The name is null.</exception>
    public PermissionGrantBuilder Role(string name) => new(this, () => _roleClaims, RequireNotEmpty(name));

    /// <summary>Starts a rule for a scope. The scope must equal a value of one of the scope claims.</summary>
    /// <param name="name">The scope, case-sensitive. Prefixes and wildcards do not match.</param>
    /// <returns>The rule. Call <see cref="PermissionGrantBuilder.Grants"/> to complete it.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="ArgumentNullException">The name is null.</exception>
    public PermissionGrantBuilder Scope(string name) => new(this, () => _scopeClaims, RequireNotEmpty(name));

    /// <summary>Starts a rule for a value of any claim: a string, a list separated by blanks, or an array of strings.</summary>
    /// <param name="path">
    /// The name of the claim, or its path through nested objects, such as <c>realm_access.roles</c>. A name that is a URI
    /// (<c>https://…</c>) is not split at its dots.
    /// </param>
    /// <param name="value">The value, case-sensitive.</param>
    /// <returns>The rule. Call <see cref="PermissionGrantBuilder.Grants"/> to complete it.</returns>
    /// <exception cref="ArgumentException">The path contains an empty name, or the value is empty.</exception>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public PermissionGrantBuilder Claim(string path, string value)
    {
        ClaimPath[] paths = [CreatePath(path)];
        return new PermissionGrantBuilder(this, () => paths, RequireNotEmpty(value));
    }

    /// <summary>Sets the claims that contain roles. The default is <c>roles</c>.</summary>
    /// <param name="paths">Names or paths of claims, as for <see cref="Claim"/>.</param>
    /// <returns>The map, for the next rule.</returns>
    /// <exception cref="ArgumentException">A path contains an empty name.</exception>
    /// <exception cref="ArgumentNullException">The paths are null.</exception>
    public PermissionMapBuilder RolesFrom(params string[] paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        _roleClaims = [.. paths.Select(CreatePath)];
        return this;
    }

    /// <summary>Sets the claims that contain scopes. The default is <c>scope</c> and <c>scp</c>.</summary>
    /// <param name="paths">Names or paths of claims, as for <see cref="Claim"/>.</param>
    /// <returns>The map, for the next rule.</returns>
    /// <exception cref="ArgumentException">A path contains an empty name.</exception>
    /// <exception cref="ArgumentNullException">The paths are null.</exception>
    public PermissionMapBuilder ScopesFrom(params string[] paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        _scopeClaims = [.. paths.Select(CreatePath)];
        return this;
    }

    /// <summary>Adds permissions that no rule grants, so that policies can require them.</summary>
    /// <param name="permissions">The permissions.</param>
    /// <returns>The map, for the next rule.</returns>
    /// <exception cref="ArgumentNullException">The permissions are null.</exception>
    public PermissionMapBuilder Know(params Permission[] permissions)
    {
        ArgumentNullException.ThrowIfNull(permissions);
        _known.AddRange(permissions);
        return this;
    }

    internal PermissionMap Build()
    {
        var catalog = new PermissionCatalog(_grants.SelectMany(grant => grant.Permissions).Concat(_known));
        var sources = _grants
            .SelectMany(grant => grant.Paths().Select(path => (Path: path, grant.Value, grant.Permissions)))
            .GroupBy(grant => grant.Path.Text, StringComparer.Ordinal)
            .Select(group => new PermissionSource(
                group.First().Path,
                group.GroupBy(grant => grant.Value, grant => grant.Permissions, StringComparer.Ordinal)
                    .Select(values => KeyValuePair.Create(values.Key, CreateBits(catalog, values.SelectMany(granted => granted))))));
        return new PermissionMap(catalog, sources, _roleClaims);
    }

    internal void Add(PermissionGrant grant) => _grants.Add(grant);

    private static ulong[] CreateBits(PermissionCatalog catalog, IEnumerable<Permission> permissions)
    {
        var bits = new ulong[catalog.WordCount];
        foreach (var index in permissions.Select(catalog.IndexOf))
        {
            bits[index >> 6] |= 1UL << (index & 63);
        }

        return bits;
    }

    private static string RequireNotEmpty(string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(value);
        return value;
    }

    private static ClaimPath CreatePath(string path) => ClaimPath.IsWellFormed(path)
        ? new ClaimPath(path)
        : throw new ArgumentException(
            $"\"{path}\" is not a claim path. Write claim names joined by dots, such as \"realm_access.roles\".", nameof(path));
}

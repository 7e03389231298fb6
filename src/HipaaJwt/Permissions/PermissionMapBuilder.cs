using HipaaJwt.Permissions;

namespace HipaaJwt;

/// <summary>
/// Says which permissions follow from the roles, scopes and other claims of a token. Every permission named here is known;
/// a policy that asks for another one stops the application at start.
/// </summary>
public sealed class PermissionMapBuilder
{
    private readonly List<PermissionGrant> _grants = [];
    private readonly List<Permission> _known = [];
    private ClaimPath[] _roleClaims = [new(ClaimNames.Roles)];
    private ClaimPath[] _scopeClaims = [new(ClaimNames.Scope), new("scp")];

    /// <summary>Starts a rule for a role: an exact value of one of the claims that hold roles.</summary>
    /// <param name="name">
    /// The role, to the letter. One whose name has blanks is found in an array only, since a string is a list separated by
    /// blanks.
    /// </param>
    public PermissionGrantBuilder Role(string name) => new(this, () => _roleClaims, NotEmpty(name));

    /// <summary>Starts a rule for a scope: an exact value of one of the claims that hold scopes.</summary>
    /// <param name="name">The scope, to the letter. No scope is a prefix or pattern for another.</param>
    public PermissionGrantBuilder Scope(string name) => new(this, () => _scopeClaims, NotEmpty(name));

    /// <summary>Starts a rule for a value of any claim: a string, a list separated by blanks, or an array of strings.</summary>
    /// <param name="path">
    /// The name of the claim, or the way to it through nested objects, such as <c>realm_access.roles</c>. A name that is an
    /// address (<c>https://…</c>) is taken whole.
    /// </param>
    /// <param name="value">The value, to the letter.</param>
    public PermissionGrantBuilder Claim(string path, string value)
    {
        ClaimPath[] paths = [Path(path)];
        return new PermissionGrantBuilder(this, () => paths, NotEmpty(value));
    }

    /// <summary>Says which claims hold roles.</summary>
    /// <param name="paths">Names of claims or ways to them, as for <see cref="Claim"/>.</param>
    /// <value><c>roles</c> by default.</value>
    public PermissionMapBuilder RolesFrom(params string[] paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        _roleClaims = [.. paths.Select(Path)];
        return this;
    }

    /// <summary>Says which claims hold scopes.</summary>
    /// <param name="paths">Names of claims or ways to them, as for <see cref="Claim"/>.</param>
    /// <value><c>scope</c> and <c>scp</c> by default.</value>
    public PermissionMapBuilder ScopesFrom(params string[] paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        _scopeClaims = [.. paths.Select(Path)];
        return this;
    }

    /// <summary>Makes permissions known that no rule grants, so that policies may ask for them.</summary>
    /// <param name="permissions">The permissions.</param>
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
                group.GroupBy(grant => grant.Value, StringComparer.Ordinal)
                    .Select(values => KeyValuePair.Create(values.Key, BitsOf(catalog, values.SelectMany(grant => grant.Permissions))))));
        return new PermissionMap(catalog, sources, _roleClaims);
    }

    internal void Add(PermissionGrant grant) => _grants.Add(grant);

    private static ulong[] BitsOf(PermissionCatalog catalog, IEnumerable<Permission> permissions)
    {
        var bits = new ulong[catalog.Words];
        foreach (var place in permissions.Select(catalog.PlaceOf))
        {
            bits[place >> 6] |= 1UL << (place & 63);
        }

        return bits;
    }

    private static string NotEmpty(string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(value);
        return value;
    }

    private static ClaimPath Path(string path) => ClaimPath.IsWellFormed(path)
        ? new ClaimPath(path)
        : throw new ArgumentException($"\"{path}\" is no way to a claim. Write names joined by dots, such as \"realm_access.roles\".", nameof(path));
}

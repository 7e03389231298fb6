using System.Collections.Immutable;
using HipaaJwt.Text;

namespace HipaaJwt.Permissions;

/// <summary>Maps the values of claims to permissions, compiled into bits. Immutable.</summary>
internal sealed class PermissionMap
{
    private readonly Utf8Table<ImmutableArray<PermissionSource>> _sourcesByRoot;
    private readonly ImmutableArray<ClaimPath> _roleClaims;

    /// <param name="catalog">The permissions of the application.</param>
    /// <param name="sources">The claims that grant permissions.</param>
    /// <param name="roleClaims">The claims that contain roles.</param>
    public PermissionMap(PermissionCatalog catalog, IEnumerable<PermissionSource> sources, IEnumerable<ClaimPath> roleClaims)
    {
        Catalog = catalog;
        _roleClaims = [.. roleClaims];
        _sourcesByRoot = new Utf8Table<ImmutableArray<PermissionSource>>(sources
            .GroupBy(source => source.Path.Root, StringComparer.Ordinal)
            .Select(group => KeyValuePair.Create(group.Key, group.ToImmutableArray())));
    }

    public static PermissionMap Empty { get; } = new(new PermissionCatalog([]), [], []);

    public PermissionCatalog Catalog { get; }

    /// <summary>Determines the permissions that the claims grant.</summary>
    public PermissionSet Evaluate(JsonObject claims)
    {
        if (_sourcesByRoot.Count == 0)
        {
            return new PermissionSet(Catalog, default);
        }

        // One word is enough for most maps. A stackalloc would prevent the JIT from optimizing the loop with its profile.
        var word = 0UL;
        var bits = Catalog.WordCount == 1 ? new Span<ulong>(ref word) : new ulong[Catalog.WordCount];
        for (var member = 0; member < claims.Members.Length; member++)
        {
            if (!_sourcesByRoot.TryGetValue(claims, member, out var sources))
            {
                continue;
            }

            foreach (var source in sources)
            {
                var json = source.Path.Resolve(claims.Json, claims.Members[member].Value, out var value);
                source.AddPermissions(json, value, bits);
            }
        }

        return new PermissionSet(Catalog, bits);
    }

    /// <summary>Reads the distinct roles of a token, in the order of the claims.</summary>
    public IReadOnlyList<string> ReadRoles(ClaimsSet claims)
    {
        List<string> roles = [];
        foreach (var path in _roleClaims)
        {
            path.AddValuesTo(roles, claims);
        }

        return roles.Distinct(StringComparer.Ordinal).ToArray();
    }
}

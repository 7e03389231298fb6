using System.Collections.Immutable;
using HipaaJwt.Text;

namespace HipaaJwt.Permissions;

/// <summary>Which permissions follow from which values of which claims, compiled into bits. It does not change.</summary>
internal sealed class PermissionMap
{
    private readonly Utf8Table<ImmutableArray<PermissionSource>> _sourcesByRoot;

    private readonly ImmutableArray<ClaimPath> _roleClaims;

    /// <param name="catalog">The permissions that are known.</param>
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

    /// <summary>The permissions that the claims grant.</summary>
    public PermissionSet Evaluate(JsonObject claims)
    {
        if (_sourcesByRoot.Count == 0)
        {
            return new PermissionSet(Catalog, default);
        }

        // One word serves nearly every map. It is no stackalloc, beside which the JIT would not optimise the loop by what it has seen.
        var word = 0UL;
        var bits = Catalog.Words == 1 ? new Span<ulong>(ref word) : new ulong[Catalog.Words];
        for (var member = 0; member < claims.Members.Length; member++)
        {
            if (!_sourcesByRoot.TryGetValue(claims, member, out var sources))
            {
                continue;
            }

            foreach (var source in sources)
            {
                var json = source.Path.Follow(claims.Json, claims.Members[member].Value, out var value);
                source.Grant(json, value, bits);
            }
        }

        return new PermissionSet(Catalog, bits);
    }

    /// <summary>The roles in the claims that contain roles, each once, in the order of the claims.</summary>
    public IReadOnlyList<string> ReadRoles(ClaimsSet claims)
    {
        List<string> roles = [];
        foreach (var path in _roleClaims)
        {
            path.AddValues(claims, roles);
        }

        return roles.Distinct(StringComparer.Ordinal).ToArray();
    }
}

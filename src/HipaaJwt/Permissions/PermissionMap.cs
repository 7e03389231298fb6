using System.Collections.Frozen;
using System.Collections.Immutable;
using HipaaJwt.Text;

namespace HipaaJwt.Permissions;

/// <summary>Maps the values of claims to permissions, compiled into bits. Immutable.</summary>
internal sealed class PermissionMap
{
    private readonly Utf8Table<PermissionSource[]> _sourcesByRoot;
    private readonly ClaimSource[] _roleClaims;

    /// <param name="catalog">The permissions of the application.</param>
    /// <param name="sources">The claims that grant permissions.</param>
    /// <param name="roleClaims">The claims that contain roles.</param>
    public PermissionMap(PermissionCatalog catalog, IEnumerable<PermissionSource> sources, ClaimSource[] roleClaims)
    {
        Catalog = catalog;
        _roleClaims = roleClaims;
        _sourcesByRoot = sources
            .GroupBy(source => source.Root, StringComparer.Ordinal)
            .ToUtf8Table(group => group.Key, group => group.ToArray());
    }

    public static PermissionMap Empty { get; } = new(new PermissionCatalog([]), [], []);

    public PermissionCatalog Catalog { get; }

    /// <summary>The maps of issuers with rules of their own. They contain the rules of this map too.</summary>
    public FrozenDictionary<string, PermissionMap> ByIssuer { get; init; } = FrozenDictionary<string, PermissionMap>.Empty;

    /// <summary>The issuers that rules name, each with the place that names it.</summary>
    public ImmutableArray<NamedIssuer> NamedIssuers { get; init; } = [];

    /// <summary>The rules for roles and other claims, without scopes, that apply to the tokens of every issuer.</summary>
    public ImmutableArray<PermissionGrant> RulesOfEveryIssuer { get; init; } = [];

    /// <summary>The map of development tokens, to which the rules of all issuers apply.</summary>
    public Lazy<PermissionMap>? Development { get; init; }

    /// <summary>Gets the map for the tokens of an issuer.</summary>
    public PermissionMap For(string issuer, bool isDevelopment) =>
        isDevelopment && Development is not null ? Development.Value
            : ByIssuer.Count == 0 ? this
            : ByIssuer.GetValueOrDefault(issuer, this);

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
                source.AddPermissions(claims.Json, claims.Members[member].Value, bits);
            }
        }

        return new PermissionSet(Catalog, bits);
    }

    /// <summary>Reads the distinct roles of a token, in the order of the claims.</summary>
    public IReadOnlyList<string> ReadRoles(ClaimsSet claims)
    {
        List<string> roles = [];
        foreach (var source in _roleClaims)
        {
            RoleReader.AddValues(roles, source, claims);
        }

        return roles.Distinct(StringComparer.Ordinal).ToArray();
    }
}

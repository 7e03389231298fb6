using System.Collections.Frozen;

namespace HipaaJwt.Permissions;

/// <summary>Compiles rules into a permission map.</summary>
internal static class PermissionMapCompiler
{
    private static readonly ClaimSource[] DefaultRoles = [ClaimSource.Of(ClaimNames.Roles)];
    private static readonly ClaimSource[] DevelopmentRoles = [.. DefaultRoles, ClaimSource.Of("role")];
    private static readonly ClaimSource[] DefaultScopes = [ClaimSource.Of(ClaimNames.Scope), ClaimSource.Of("scp")];

    /// <param name="common">The rules for all issuers.</param>
    /// <param name="byIssuer">The rules for single issuers, by the name of the issuer.</param>
    /// <param name="namedIssuers">The issuers of <paramref name="byIssuer"/>, each with the place that names it.</param>
    public static PermissionMap Compile(
        PermissionRuleSet common, IReadOnlyDictionary<string, PermissionRuleSet> byIssuer, IEnumerable<NamedIssuer> namedIssuers)
    {
        PermissionRuleSet[] all = [common, .. byIssuer.Values];
        var catalog = new PermissionCatalog(all
            .SelectMany(rules => rules.Grants).SelectMany(grant => grant.Permissions)
            .Concat(all.SelectMany(rules => rules.Known)));
        var map = Compile(catalog, common.Grants, common.RoleClaims ?? DefaultRoles, common.ScopeClaims ?? DefaultScopes);
        return new PermissionMap(catalog, map.Sources, map.Roles)
        {
            ByIssuer = byIssuer.ToFrozenDictionary(
                issuer => issuer.Key,
                issuer => CompileForIssuer(catalog, common, issuer.Value),
                StringComparer.Ordinal),
            Development = new Lazy<PermissionMap>(() => CompileForDevelopment(catalog, all)),
            NamedIssuers = [.. namedIssuers],
            RulesOfEveryIssuer = [.. common.Grants.Where(grant => grant.Kind != PermissionRuleKind.Scope)],
        };
    }

    private static PermissionMap CompileForIssuer(PermissionCatalog catalog, PermissionRuleSet common, PermissionRuleSet own)
    {
        var map = Compile(
            catalog,
            [.. common.Grants, .. own.Grants],
            own.RoleClaims ?? common.RoleClaims ?? DefaultRoles,
            own.ScopeClaims ?? common.ScopeClaims ?? DefaultScopes);
        return new PermissionMap(catalog, map.Sources, map.Roles);
    }

    /// <summary>
    /// A development token stands for a token of any issuer. So the rules of all issuers apply, with the claims of all of them and those
    /// of the tools: <c>dotnet user-jwts</c> writes roles into <c>role</c>.
    /// </summary>
    private static PermissionMap CompileForDevelopment(PermissionCatalog catalog, PermissionRuleSet[] all)
    {
        var map = Compile(
            catalog,
            [.. all.SelectMany(rules => rules.Grants)],
            [.. DevelopmentRoles, .. all.SelectMany(rules => rules.RoleClaims ?? [])],
            [.. DefaultScopes, .. all.SelectMany(rules => rules.ScopeClaims ?? [])]);
        return new PermissionMap(catalog, map.Sources, map.Roles);
    }

    private static (IEnumerable<PermissionSource> Sources, IReadOnlyList<ClaimSource> Roles) Compile(
        PermissionCatalog catalog, IReadOnlyList<PermissionGrant> grants, ClaimSource[] roleClaims, ClaimSource[] scopeClaims)
    {
        var roles = Resolve(roleClaims, ClaimFormat.OneValue);
        var scopes = Resolve(scopeClaims, ClaimFormat.BlankSeparated);
        var sources = grants
            .SelectMany(grant => SourcesOf(grant, roles, scopes).Select(source => (Source: source, grant.Value, grant.Permissions)))
            .GroupBy(grant => grant.Source)
            .Select(group => new PermissionSource(
                group.Key,
                group.GroupBy(grant => grant.Value, grant => grant.Permissions, StringComparer.Ordinal)
                    .Select(values => KeyValuePair.Create(values.Key, CreateBits(catalog, values.SelectMany(granted => granted))))));
        return (sources, roles);
    }

    private static ClaimSource[] SourcesOf(PermissionGrant grant, ClaimSource[] roles, ClaimSource[] scopes) => grant switch
    {
        { Kind: PermissionRuleKind.Role } => roles,
        { Kind: PermissionRuleKind.Scope } => scopes,
        { Source: { Format: ClaimFormat.Usual } source } => [source.WithFormat(UsualFormat(source.Path, scopes))],
        _ => [grant.Source!.Value],
    };

    /// <summary>A rule for a claim of scopes reads it as the rules for scopes do.</summary>
    private static ClaimFormat UsualFormat(ClaimPath path, ClaimSource[] scopes) =>
        scopes.Where(scope => scope.Path == path).Select(scope => scope.Format).FirstOrDefault(ClaimFormat.OneValue);

    private static ClaimSource[] Resolve(ClaimSource[] sources, ClaimFormat usual) =>
        [.. sources.Select(source => source.Format == ClaimFormat.Usual ? source.WithFormat(usual) : source).Distinct()];

    private static ulong[] CreateBits(PermissionCatalog catalog, IEnumerable<Permission> permissions)
    {
        var bits = new ulong[catalog.WordCount];
        foreach (var index in permissions.Select(catalog.IndexOf))
        {
            bits[index >> 6] |= 1UL << (index & 63);
        }

        return bits;
    }
}

using System.Collections.Frozen;
using HipaaJwt.Text;

namespace HipaaJwt.Permissions;

/// <summary>Compiles rules into a permission map.</summary>
internal static class PermissionMapCompiler
{
    private static readonly ClaimSource[] DefaultRoles = [ClaimSource.Of(ClaimNames.Roles)];
    private static readonly ClaimSource[] DevelopmentRoles = [ClaimSource.Of(ClaimNames.Roles), ClaimSource.Of("role")];
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
            .Concat(all.SelectMany(rules => rules.Known)))
        {
            Claims = ClaimsOf(common, common),
            ClaimsByIssuer = TableOf(byIssuer, issuer => ClaimsOf(byIssuer[issuer], common)),
        };
        return new PermissionMap(catalog, Compile(catalog, common.Grants, catalog.Claims), catalog.Claims.Roles)
        {
            ByIssuer = TableOf(
                byIssuer, issuer => CompileForIssuer(catalog, common, byIssuer[issuer], catalog.ClaimsByIssuer[issuer])),
            Development = new Lazy<PermissionMap>(() => CompileForDevelopment(catalog, all)),
            NamedIssuers = [.. namedIssuers],
            RulesOfEveryIssuer = [.. common.Grants.Where(grant => grant.Kind != PermissionRuleKind.Scope)],
        };
    }

    /// <summary>Enumerates the names alone, because the runtime would have to compile the code for pairs at start.</summary>
    private static FrozenDictionary<string, TValue> TableOf<TValue>(
        IReadOnlyDictionary<string, PermissionRuleSet> byIssuer, Func<string, TValue> valueOf) =>
        byIssuer.Keys.ToFrozenDictionary(issuer => issuer, valueOf, StringComparer.Ordinal);

    private static PermissionMap CompileForIssuer(
        PermissionCatalog catalog, PermissionRuleSet common, PermissionRuleSet own, PermissionClaims claims) =>
        new(catalog, Compile(catalog, [.. common.Grants, .. own.Grants], claims), claims.Roles);

    /// <summary>
    /// A development token stands for a token of any issuer. So the rules of all issuers apply, with the claims of all of them and those
    /// of the tools: <c>dotnet user-jwts</c> writes roles into <c>role</c>.
    /// </summary>
    private static PermissionMap CompileForDevelopment(PermissionCatalog catalog, PermissionRuleSet[] all)
    {
        var claims = new PermissionClaims(
            Resolve([.. DevelopmentRoles, .. all.SelectMany(rules => rules.RoleClaims ?? [])], ClaimFormat.OneValue),
            Resolve([.. DefaultScopes, .. all.SelectMany(rules => rules.ScopeClaims ?? [])], ClaimFormat.BlankSeparated));
        return new PermissionMap(catalog, Compile(catalog, [.. all.SelectMany(rules => rules.Grants)], claims), claims.Roles);
    }

    private static PermissionClaims ClaimsOf(PermissionRuleSet own, PermissionRuleSet common) => new(
        Resolve(own.RoleClaims ?? common.RoleClaims ?? DefaultRoles, ClaimFormat.OneValue),
        Resolve(own.ScopeClaims ?? common.ScopeClaims ?? DefaultScopes, ClaimFormat.BlankSeparated));

    private static IEnumerable<PermissionSource> Compile(
        PermissionCatalog catalog, IReadOnlyList<PermissionGrant> grants, PermissionClaims claims)
    {
        // A text is the key, because the runtime would have to compile the grouping by a struct at start.
        return RulesOf(grants, claims)
            .GroupBy(rule => rule.Source.Key, StringComparer.Ordinal)
            .Select(group => new PermissionSource(
                group.First().Source,
                group.GroupBy(rule => rule.Grant.Value, rule => rule.Grant.Permissions, StringComparer.Ordinal)
                    .ToUtf8Table(values => values.Key, values => CreateBits(catalog, values.SelectMany(granted => granted)))));
    }

    /// <summary>Gets the pairs of a rule and a claim that it reads.</summary>
    private static IEnumerable<Rule> RulesOf(IReadOnlyList<PermissionGrant> grants, PermissionClaims claims)
    {
        foreach (var grant in grants)
        {
            foreach (var source in SourcesOf(grant, claims))
            {
                yield return new Rule(source, grant);
            }
        }
    }

    private static ClaimSource[] SourcesOf(PermissionGrant grant, PermissionClaims claims) => grant switch
    {
        { Kind: PermissionRuleKind.Role } => claims.Roles,
        { Kind: PermissionRuleKind.Scope } => claims.Scopes,
        { Source: { Format: ClaimFormat.Usual } source } => [source.WithFormat(UsualFormat(source.Path, claims.Scopes))],
        _ => [grant.Source!.Value],
    };

    /// <summary>A rule for a claim of scopes reads it as the rules for scopes do.</summary>
    private static ClaimFormat UsualFormat(ClaimPath path, ClaimSource[] scopes) =>
        scopes.Where(scope => scope.Path == path).Select(scope => scope.Format).FirstOrDefault(ClaimFormat.OneValue);

    /// <summary>Gives the sources without a format the usual one, and leaves out repeated sources.</summary>
    private static ClaimSource[] Resolve(ClaimSource[] sources, ClaimFormat usual)
    {
        var resolved = new ClaimSource[sources.Length];
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var source in sources)
        {
            resolved[keys.Count] = source.Format == ClaimFormat.Usual ? source.WithFormat(usual) : source;
            keys.Add(resolved[keys.Count].Key);
        }

        var distinct = new ClaimSource[keys.Count];
        Array.Copy(resolved, distinct, distinct.Length);
        return distinct;
    }

    private static ulong[] CreateBits(PermissionCatalog catalog, IEnumerable<string> permissions)
    {
        var bits = new ulong[catalog.WordCount];
        foreach (var permission in permissions)
        {
            var index = catalog.IndexOf(new Permission(permission));
            bits[index >> 6] |= 1UL << (index & 63);
        }

        return bits;
    }

    private sealed record Rule(ClaimSource Source, PermissionGrant Grant);
}

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
    private readonly List<string> _known = [];
    private readonly Dictionary<string, PermissionMapBuilder> _byIssuer = new(StringComparer.Ordinal);
    private readonly List<NamedIssuer> _namedIssuers = [];
    private readonly string? _issuer;
    private ClaimSource[]? _roleClaims;
    private ClaimSource[]? _scopeClaims;

    /// <summary>Creates a map without rules.</summary>
    public PermissionMapBuilder()
        : this(null)
    {
    }

    private PermissionMapBuilder(string? issuer) => _issuer = issuer;

    /// <summary>The configuration section that is being read; null while code adds rules.</summary>
    internal string? Section { get; set; }

    /// <summary>Starts a rule for a role. The role must equal a value of one of the role claims.</summary>
    /// <param name="name">
    /// The role, case-sensitive. It may contain blanks: "physician assistant" is one role, in a string and in an array.
    /// </param>
    /// <returns>The rule. Call <see cref="PermissionGrantBuilder.Grants"/> to complete it.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="ArgumentNullException">The name is null.</exception>
    public PermissionGrantBuilder Role(string name) => new(this, PermissionRuleKind.Role, null, RequireNotEmpty(name));

    /// <summary>Starts a rule for a scope. The scope must equal a value of one of the scope claims.</summary>
    /// <param name="name">The scope, case-sensitive. Prefixes and wildcards do not match.</param>
    /// <returns>The rule. Call <see cref="PermissionGrantBuilder.Grants"/> to complete it.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="ArgumentNullException">The name is null.</exception>
    public PermissionGrantBuilder Scope(string name) => new(this, PermissionRuleKind.Scope, null, RequireNotEmpty(name));

    /// <summary>
    /// Starts a rule for a value of any claim. A string is one value, and so is each string of an array. A claim of scopes
    /// (<see cref="ScopesFrom(string[])"/>) is read as the scopes are.
    /// </summary>
    /// <param name="path">
    /// The name of the claim, or its path through nested objects, such as <c>realm_access.roles</c>. See <see cref="ClaimPath.Parse"/>.
    /// </param>
    /// <param name="value">The value, case-sensitive.</param>
    /// <returns>The rule. Call <see cref="PermissionGrantBuilder.Grants"/> to complete it.</returns>
    /// <exception cref="ArgumentException">The text is not a path, no token can have the claim, or the value is empty.</exception>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public PermissionGrantBuilder Claim(string path, string value) => Claim(ClaimSource.Of(path), value);

    /// <summary>Starts a rule for a value of any claim, in any form.</summary>
    /// <param name="source">The claim and its form.</param>
    /// <param name="value">The value, case-sensitive.</param>
    /// <returns>The rule. Call <see cref="PermissionGrantBuilder.Grants"/> to complete it.</returns>
    /// <exception cref="ArgumentException">The source or the value is empty.</exception>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    /// <example><code>map.Claim(ClaimSource.BlankSeparated("groups"), "pharmacy").Grants("prescription:read")</code></example>
    public PermissionGrantBuilder Claim(ClaimSource source, string value) =>
        new(this, PermissionRuleKind.Claim, Require(source), RequireNotEmpty(value));

    /// <summary>Starts a rule for a claim that is the JSON value <c>true</c>. The string "true" does not match.</summary>
    /// <param name="path">The path of the claim, as for <see cref="ClaimPath.Parse"/>.</param>
    /// <returns>The rule. Call <see cref="PermissionGrantBuilder.Grants"/> to complete it.</returns>
    /// <exception cref="ArgumentException">The text is not a path, or the claim is never true, such as <c>sub</c>.</exception>
    /// <example><code>map.Flag("is_admin").Grants("user:manage")</code></example>
    public PermissionGrantBuilder Flag(string path) => Flag(ClaimSource.Parse(path));

    /// <inheritdoc cref="Flag(string)"/>
    /// <param name="path">The path of the claim.</param>
    public PermissionGrantBuilder Flag(ClaimPath path) => new(this, PermissionRuleKind.Flag, ClaimSource.Flag(path), string.Empty);

    /// <summary>Sets the claims that contain roles. The default is <c>roles</c>.</summary>
    /// <param name="paths">Names or paths of claims, as for <see cref="ClaimPath.Parse"/>.</param>
    /// <returns>The map, for the next rule.</returns>
    /// <exception cref="ArgumentException">A text is not a path, or no token can have the claim.</exception>
    /// <exception cref="ArgumentNullException">The paths are null.</exception>
    public PermissionMapBuilder RolesFrom(params string[] paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        _roleClaims = [.. paths.Select(ClaimSource.Of)];
        return this;
    }

    /// <summary>Sets the claims that contain roles, in any form.</summary>
    /// <param name="source">The first claim.</param>
    /// <param name="more">Further claims.</param>
    /// <returns>The map, for the next rule.</returns>
    /// <exception cref="ArgumentException">A source is empty.</exception>
    /// <exception cref="ArgumentNullException">The further claims are null.</exception>
    /// <example><code>map.RolesFrom(ClaimSource.ObjectKeys("urn:zitadel:iam:org:project:roles"))</code></example>
    public PermissionMapBuilder RolesFrom(ClaimSource source, params ClaimSource[] more)
    {
        ArgumentNullException.ThrowIfNull(more);
        _roleClaims = [Require(source), .. more.Select(Require)];
        return this;
    }

    /// <summary>
    /// Sets the claims that contain scopes. The default is <c>scope</c> and <c>scp</c>. A string is a list separated by blanks.
    /// </summary>
    /// <param name="paths">Names or paths of claims, as for <see cref="ClaimPath.Parse"/>.</param>
    /// <returns>The map, for the next rule.</returns>
    /// <exception cref="ArgumentException">A text is not a path, or no token can have the claim.</exception>
    /// <exception cref="ArgumentNullException">The paths are null.</exception>
    public PermissionMapBuilder ScopesFrom(params string[] paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        _scopeClaims = [.. paths.Select(ClaimSource.Of)];
        return this;
    }

    /// <summary>Sets the claims that contain scopes, in any form.</summary>
    /// <param name="source">The first claim.</param>
    /// <param name="more">Further claims.</param>
    /// <returns>The map, for the next rule.</returns>
    /// <exception cref="ArgumentException">A source is empty.</exception>
    /// <exception cref="ArgumentNullException">The further claims are null.</exception>
    public PermissionMapBuilder ScopesFrom(ClaimSource source, params ClaimSource[] more)
    {
        ArgumentNullException.ThrowIfNull(more);
        _scopeClaims = [Require(source), .. more.Select(Require)];
        return this;
    }

    /// <summary>
    /// Adds rules that apply only to tokens of one issuer. The rules outside apply to these tokens too. <c>RolesFrom</c> and
    /// <c>ScopesFrom</c> inside replace those outside for these tokens, also for the rules outside. A further call for the same issuer
    /// adds to its rules.
    /// </summary>
    /// <param name="issuer">
    /// The issuer, exactly as in <see cref="TrustedIssuer.Issuer"/>. The start fails if it is not a trusted issuer.
    /// </param>
    /// <param name="configure">Adds the rules. It runs once, immediately.</param>
    /// <returns>The map, for the next rule.</returns>
    /// <exception cref="ArgumentException">The issuer is empty.</exception>
    /// <exception cref="ArgumentNullException">The issuer or <paramref name="configure"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The call is inside another <c>ForIssuer</c>.</exception>
    /// <example>
    /// <code>
    /// map.ForIssuer("https://staff.clinic.test", staff =&gt; staff.Role("physician").Grants("chart:write"))
    /// </code>
    /// </example>
    public PermissionMapBuilder ForIssuer(string issuer, Action<PermissionMapBuilder> configure) =>
        ForIssuer(issuer, $"ForIssuer(\"{issuer}\")", configure);

    /// <summary>Adds permissions that no rule grants, so that policies can require them.</summary>
    /// <param name="permissions">The permissions.</param>
    /// <returns>The map, for the next rule.</returns>
    /// <exception cref="ArgumentNullException">The permissions are null.</exception>
    public PermissionMapBuilder Know(params Permission[] permissions)
    {
        ArgumentNullException.ThrowIfNull(permissions);
        _known.AddRange(Array.ConvertAll(permissions, permission => permission.Name));
        return this;
    }

    /// <param name="issuer">The issuer.</param>
    /// <param name="place">The place that names the issuer, for problems.</param>
    /// <param name="configure">Adds the rules.</param>
    internal PermissionMapBuilder ForIssuer(string issuer, string place, Action<PermissionMapBuilder> configure)
    {
        ArgumentException.ThrowIfNullOrEmpty(issuer);
        ArgumentNullException.ThrowIfNull(configure);
        if (_issuer is not null)
        {
            throw new InvalidOperationException(
                $"{place} is inside ForIssuer(\"{_issuer}\"), so no token could match both. Write it after that call.");
        }

        if (!_byIssuer.TryGetValue(issuer, out var rules))
        {
            _byIssuer.Add(issuer, rules = new PermissionMapBuilder(issuer));
        }

        _namedIssuers.Add(new NamedIssuer(issuer, place));
        rules.Section = Section;
        configure(rules);
        return this;
    }

    internal PermissionMap Build() => PermissionMapCompiler.Compile(
        Rules(), _byIssuer.Keys.ToDictionary(issuer => issuer, issuer => _byIssuer[issuer].Rules(), StringComparer.Ordinal), _namedIssuers);

    internal void Add(PermissionGrant grant) => _grants.Add(grant);

    private static string RequireNotEmpty(string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(value);
        return value;
    }

    private static ClaimSource Require(ClaimSource source) => source.Path.IsEmpty
        ? throw new ArgumentException("The claim source is empty. Create it with ClaimSource.Of.", nameof(source))
        : source;

    private PermissionRuleSet Rules() => new(_grants, _known, _roleClaims, _scopeClaims);
}

namespace HipaaJwt.Testing.Tokens;

/// <summary>What the tokens of an issuer must look like, and the services of the host that trusts it.</summary>
internal sealed class TrustedIssuerRules
{
    /// <summary>The longest lifetime that tokens get unless a test asks for another.</summary>
    private static readonly TimeSpan UsualLifetime = TimeSpan.FromMinutes(10);

    public required TrustedIssuer Issuer { get; init; }

    public required HipaaJwtOptions Options { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>The permission map of the host, which says where roles and scopes are; null without a host.</summary>
    public Func<PermissionCatalog?> Permissions { get; init; } = () => null;

    /// <summary>The revocation of the host; null if it is off.</summary>
    public Func<IRevocation?> Revocation { get; init; } = () => null;

    public TimeSpan Lifetime
    {
        get
        {
            var longest = Issuer.MaxTokenLifetime ?? Options.MaxTokenLifetime;
            return longest < UsualLifetime ? longest : UsualLifetime;
        }
    }

    public IReadOnlyList<ClaimSource> RoleClaims => Permissions()?.RoleClaimsOf(Issuer.Issuer) ?? [ClaimSource.Of("roles")];

    public IReadOnlyList<ClaimSource> ScopeClaims =>
        Permissions()?.ScopeClaimsOf(Issuer.Issuer) ?? [ClaimSource.BlankSeparated("scope")];
}

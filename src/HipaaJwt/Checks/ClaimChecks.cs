using System.Collections.Immutable;
using HipaaJwt.PhiClaims;

namespace HipaaJwt.Checks;

/// <summary>Runs the claim checks in order. To add a built-in check, add a class and a line here.</summary>
internal sealed class ClaimChecks
{
    private static readonly ExpirationCheck Expiration = new();

    private static readonly ImmutableArray<IClaimCheck> BuiltIn =
    [
        new IssuerCheck(),
        new EventsCheck(),
        new AudienceCheck(),
        Expiration,
        new NotBeforeCheck(),
        new IssuedAtCheck(),
        new LifetimeCheck(),
        new RequiredClaimsCheck(),
        new RequiredClaimValuesCheck(),
        new EncryptionCheck(),
    ];

    private readonly ImmutableArray<IClaimCheck> _builtIn;
    private readonly ImmutableArray<IClaimCheck> _added = [];

    /// <param name="added">The checks that the application added.</param>
    /// <param name="phiClaims">The claims for which an unencrypted token is rejected; null for none.</param>
    public ClaimChecks(IEnumerable<IClaimCheck> added, PhiClaimScanner? phiClaims = null)
    {
        _builtIn = phiClaims is null ? BuiltIn : BuiltIn.Add(new PhiClaimsCheck(phiClaims));
        _added = [.. added];
    }

    private ClaimChecks(params ImmutableArray<IClaimCheck> checks) => _builtIn = checks;

    /// <summary>
    /// The checks of logout tokens (OpenID Connect Back-Channel Logout 1.0, section 2.6). Those of the application are for access tokens.
    /// </summary>
    public static ClaimChecks OfLogoutTokens { get; } = new(
        new IssuerCheck(),
        new AudienceCheck(),
        new LogoutExpirationCheck(Expiration),
        new NotBeforeCheck(),
        new IssuedAtCheck(),
        new LogoutAgeCheck(),
        new LogoutClaimsCheck());

    /// <summary>Runs all checks up to the first error.</summary>
    public JwtError Run(ClaimsSet claims, in ClaimCheckContext context)
    {
        foreach (var check in _builtIn)
        {
            var error = check.Check(claims, context);
            if (!error.IsNone)
            {
                return error;
            }
        }

        return RunAdded(claims, context);
    }

    /// <summary>Runs the checks whose results differ for each use of an accepted token, up to the first error.</summary>
    public JwtError RunForUse(ClaimsSet claims, in ClaimCheckContext context)
    {
        var error = Expiration.Check(claims, context);
        return error.IsNone ? RunAdded(claims, context) : error;
    }

    /// <summary>Runs the checks that the application added, up to the first error. Their results may differ for each use.</summary>
    public JwtError RunAdded(ClaimsSet claims, in ClaimCheckContext context)
    {
        foreach (var check in _added)
        {
            var error = RunSafely(check, claims, context);
            if (!error.IsNone)
            {
                return error;
            }
        }

        return JwtError.None;
    }

#pragma warning disable CA1031 // A check of the application can throw any exception; each one rejects the token.
    private static JwtError RunSafely(IClaimCheck check, ClaimsSet claims, in ClaimCheckContext context)
    {
        try
        {
            return check.Check(claims, context);
        }
        catch (Exception)
        {
            return new JwtError(JwtErrorCode.CheckUnavailable);
        }
    }
#pragma warning restore CA1031
}

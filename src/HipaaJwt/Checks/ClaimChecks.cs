using System.Collections.Immutable;
using HipaaJwt.PhiClaims;

namespace HipaaJwt.Checks;

/// <summary>The rules for claims, in the order in which they are asked. To add one, add a class and a line here.</summary>
internal sealed class ClaimChecks
{
    private static readonly ImmutableArray<IClaimCheck> BuiltIn =
    [
        new IssuerCheck(),
        new AudienceCheck(),
        new ExpirationCheck(),
        new NotBeforeCheck(),
        new IssuedAtCheck(),
        new LifetimeCheck(),
        new RequiredClaimsCheck(),
        new RequiredClaimValuesCheck(),
        new EncryptionCheck(),
    ];

    private readonly ImmutableArray<IClaimCheck> _builtIn;
    private readonly ImmutableArray<IClaimCheck> _added;

    /// <param name="added">The checks of the application.</param>
    /// <param name="refusedInClearTokens">The claims for which a token that is signed only is refused.</param>
    public ClaimChecks(IEnumerable<IClaimCheck> added, PhiClaimScanner? refusedInClearTokens = null)
    {
        _builtIn = refusedInClearTokens is null ? BuiltIn : BuiltIn.Add(new PhiClaimsCheck(refusedInClearTokens));
        _added = [.. added];
    }

    /// <summary>The first error of all checks.</summary>
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

    /// <summary>The first error of the checks that the application added; their answers may change from use to use.</summary>
    public JwtError RunAdded(ClaimsSet claims, in ClaimCheckContext context)
    {
        foreach (var check in _added)
        {
            var error = RunGuarded(check, claims, context);
            if (!error.IsNone)
            {
                return error;
            }
        }

        return JwtError.None;
    }

#pragma warning disable CA1031 // What a check of the application throws is not known; the token is refused whatever it is.
    private static JwtError RunGuarded(IClaimCheck check, ClaimsSet claims, in ClaimCheckContext context)
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

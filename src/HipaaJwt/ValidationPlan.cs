using System.Collections.Immutable;
using HipaaJwt.Checks;
using HipaaJwt.Encryption;
using HipaaJwt.Jws;
using HipaaJwt.Keys;
using HipaaJwt.Permissions;
using HipaaJwt.PhiClaims;

namespace HipaaJwt;

/// <summary>
/// Everything that a verdict depends on besides the token and the time, as one snapshot that does not change. When
/// options or keys change there is a new plan, so two verdicts under one plan are verdicts under the same rules.
/// </summary>
internal sealed class ValidationPlan
{
    public required ImmutableArray<IssuerPolicy> Issuers { get; init; }

    public required KeyRing Keys { get; init; }

    public required ClaimChecks Checks { get; init; }

    public required RequestChecks RequestChecks { get; init; }

    public required PermissionMap Permissions { get; init; }

    public required int MaxTokenBytes { get; init; }

    /// <summary>Decrypts tokens; null where encrypted ones are refused.</summary>
    public TokenDecryptor? Decryptor { get; init; }

    /// <summary>Finds claims that are warned of where they come unencrypted; null where they are refused or ignored.</summary>
    public PhiClaimMatcher? WarnedPhiClaims { get; init; }

    /// <summary>Whether any issuer allows the algorithm; whether the key's issuer does is told by the key.</summary>
    public bool Allows(JwsAlgorithmRow algorithm)
    {
        foreach (var issuer in Issuers)
        {
            if (issuer.Algorithms.Contains(algorithm))
            {
                return true;
            }
        }

        return false;
    }
}

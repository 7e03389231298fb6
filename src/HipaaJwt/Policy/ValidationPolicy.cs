using System.Collections.Immutable;
using HipaaJwt.Checks;
using HipaaJwt.Encryption;
using HipaaJwt.Issuers;
using HipaaJwt.Jws;
using HipaaJwt.Keys;
using HipaaJwt.Keys.Remote;
using HipaaJwt.Permissions;
using HipaaJwt.PhiClaims;

namespace HipaaJwt.Policy;

/// <summary>All rules that the options state, validated and immutable. Options that change make a new policy.</summary>
internal sealed record ValidationPolicy
{
    public required ImmutableArray<IssuerPolicy> Issuers { get; init; }

    /// <summary>The keys that the options contain.</summary>
    public required ImmutableArray<VerificationKey> PinnedKeys { get; init; }

    /// <summary>The key addresses of the issuers that publish their keys.</summary>
    public required ImmutableArray<RemoteKeySettings> RemoteKeys { get; init; }

    public required ClaimChecks Checks { get; init; }

    public required PermissionMap Permissions { get; init; }

    public required int MaxTokenBytes { get; init; }

    /// <summary>Whether the application has added checks that run at each use of a token.</summary>
    public required bool HasTokenUseChecks { get; init; }

    /// <summary>Decrypts tokens; null if encrypted tokens are rejected.</summary>
    public TokenDecryptor? Decryptor { get; init; }

    /// <summary>Finds the claims that cause a warning in a token that is not encrypted; null if PHI claims are rejected or ignored.</summary>
    public PhiClaimScanner? PhiClaimWarnings { get; init; }

    /// <summary>Whether any issuer allows the algorithm. Whether the key's own issuer does is decided with the key.</summary>
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

    /// <summary>Whether each use of a token needs checks besides those of the token itself.</summary>
    public bool NeedsUseChecks(ClaimsSet claims, IssuerPolicy issuer) =>
        HasTokenUseChecks || issuer.RequireSenderConstraint || issuer.RequireSingleUse || claims.Registered.Confirmation.Exists;
}

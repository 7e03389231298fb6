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

/// <summary>All rules from the options, validated and immutable. Changed options result in a new policy.</summary>
internal sealed record ValidationPolicy
{
    public required ImmutableArray<IssuerPolicy> Issuers
    {
        get;
        init
        {
            field = value;
            Algorithms = [.. value.SelectMany(issuer => issuer.Algorithms).Distinct()];
        }
    }

    /// <summary>The keys in the options.</summary>
    public required ImmutableArray<VerificationKey> PinnedKeys { get; init; }

    /// <summary>The settings of the issuers whose keys are fetched.</summary>
    public required ImmutableArray<RemoteKeySettings> RemoteKeys { get; init; }

    public required ClaimChecks Checks { get; init; }

    public required PermissionMap Permissions { get; init; }

    public required int MaxTokenBytes { get; init; }

    /// <summary>Whether the application has added token use checks.</summary>
    public required bool HasTokenUseChecks { get; init; }

    /// <summary>Decrypts tokens; null if encrypted tokens are rejected.</summary>
    public TokenDecryptor? Decryptor { get; init; }

    /// <summary>Finds the PHI claims to warn of in tokens that are not encrypted; null if they are rejected or ignored.</summary>
    public PhiClaimScanner? PhiClaimWarnings { get; init; }

    /// <summary>Whether any issuer allows the algorithm. The choice of the key checks the key's own issuer.</summary>
    public bool Allows(JwsAlgorithmRow algorithm)
    {
        foreach (var allowed in Algorithms)
        {
            if (ReferenceEquals(allowed, algorithm))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether each use of the token requires further checks: token use checks, sender constraint or single use.</summary>
    public bool NeedsUseChecks(ClaimsSet claims, IssuerPolicy issuer) =>
        HasTokenUseChecks || issuer.RequireSenderConstraint || issuer.RequireSingleUse || claims.Registered.Confirmation.Exists;

    /// <summary>The algorithms of all issuers.</summary>
    private ImmutableArray<JwsAlgorithmRow> Algorithms { get; init; }
}

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
internal sealed record ValidationPlan
{
    public required ImmutableArray<IssuerPolicy> Issuers { get; init; }

    /// <summary>The issuers whose keys are fetched, each with the rules for those keys.</summary>
    public required ImmutableArray<IssuerPolicy> FetchedIssuers { get; init; }

    /// <summary>All keys of this moment.</summary>
    public required KeyRing Keys { get; init; }

    /// <summary>The keys that the settings hold. They are there whatever is fetched.</summary>
    public required ImmutableArray<VerificationKey> PinnedKeys { get; init; }

    public required ClaimChecks Checks { get; init; }

    public required RequestChecks RequestChecks { get; init; }

    public required PermissionMap Permissions { get; init; }

    public required int MaxTokenBytes { get; init; }

    /// <summary>Decrypts tokens; null where encrypted ones are refused.</summary>
    public TokenDecryptor? Decryptor { get; init; }

    /// <summary>Finds claims that are warned of where they come unencrypted; null where they are refused or ignored.</summary>
    public PhiClaimMatcher? WarnedPhiClaims { get; init; }

    /// <summary>A plan with the keys that have been fetched by now; the other rules stay.</summary>
    public ValidationPlan WithFetchedKeys() => FetchedIssuers.IsEmpty
        ? this
        : this with { Keys = new KeyRing([.. PinnedKeys, .. FetchedIssuers.SelectMany(FetchedKeysOf)]) };

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

    /// <summary>Where the settings hold a key of the issuer under the same name, or one without a name too, that one is meant.</summary>
    private IEnumerable<VerificationKey> FetchedKeysOf(IssuerPolicy issuer)
    {
        var pinned = PinnedKeys.Where(key => key.Issuer.Issuer == issuer.Issuer).Select(key => key.KeyId).ToHashSet();
        foreach (var key in issuer.FetchedKeys!.Keys.Where(key => !pinned.Contains(key.KeyId)))
        {
            var verifiers = key.CreateVerifiers(issuer.Algorithms);
            if (!verifiers.IsEmpty)
            {
                yield return new VerificationKey(key.KeyId, issuer, verifiers);
            }
        }
    }
}

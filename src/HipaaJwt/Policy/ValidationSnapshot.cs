using System.Collections.Immutable;
using HipaaJwt.Issuers;
using HipaaJwt.Keys;

namespace HipaaJwt.Policy;

/// <summary>
/// The policy and the keys at one time: all that a result depends on, except the token and the time. Immutable. Changed options or
/// keys result in a new snapshot, so all results of one snapshot follow the same rules.
/// </summary>
internal sealed class ValidationSnapshot
{
    public ValidationSnapshot(ValidationPolicy policy, ImmutableArray<RemoteIssuer> remoteIssuers)
    {
        Policy = policy;
        RemoteIssuers = remoteIssuers;
        Keys = new KeyRing([.. policy.PinnedKeys, .. remoteIssuers.SelectMany(issuer => issuer.CreateVerificationKeys(policy.PinnedKeys))]);
    }

    public ValidationPolicy Policy { get; }

    /// <summary>The issuers whose keys are fetched.</summary>
    public ImmutableArray<RemoteIssuer> RemoteIssuers { get; }

    public KeyRing Keys { get; }

    /// <summary>Creates a snapshot of the same policy with the keys that are fetched now.</summary>
    public ValidationSnapshot WithCurrentKeys() => new(Policy, RemoteIssuers);

    public bool TryGetRemote(IssuerPolicy issuer, out RemoteIssuer? remote)
    {
        remote = RemoteIssuers.FirstOrDefault(candidate => candidate.Issuer == issuer);
        return remote is not null;
    }
}

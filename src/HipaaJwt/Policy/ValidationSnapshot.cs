using System.Collections.Immutable;
using HipaaJwt.Issuers;
using HipaaJwt.Keys;
using HipaaJwt.Keys.Remote;

namespace HipaaJwt.Policy;

/// <summary>
/// The policy and the keys at one time: all that a result depends on, except the token and the time. Immutable. Changed options or
/// keys result in a new snapshot, so all results of one snapshot follow the same rules.
/// </summary>
internal sealed class ValidationSnapshot
{
    private readonly LeakedKeys _leaked;

    public ValidationSnapshot(ValidationPolicy policy, ImmutableArray<RemoteIssuer> remoteIssuers, LeakedKeys leaked)
    {
        Policy = policy;
        RemoteIssuers = remoteIssuers;
        RemoteByIssuer = new IssuerTable<RemoteIssuer>(remoteIssuers, remote => remote.Issuer);
        _leaked = leaked;
        LeakedPinnedKeys = [.. policy.PinnedKeys.Where(key => leaked.Contains(key.Issuer.Issuer, key))];
        ImmutableArray<VerificationKey> pinned = [.. policy.PinnedKeys.Except(LeakedPinnedKeys)];
        var pinnedOf = pinned.ToLookup(key => key.Issuer);
        List<SupersededKey> superseded = [];
        Keys = new KeyRing(
            [.. pinned, .. remoteIssuers.SelectMany(issuer => issuer.CreateVerificationKeys(pinnedOf[issuer.Issuer], superseded))]);
        SupersededKeys = [.. superseded];
    }

    public ValidationPolicy Policy { get; }

    /// <summary>The issuers whose keys are fetched.</summary>
    public ImmutableArray<RemoteIssuer> RemoteIssuers { get; }

    /// <summary>The issuers whose keys are fetched, by name.</summary>
    public IssuerTable<RemoteIssuer> RemoteByIssuer { get; }

    public KeyRing Keys { get; }

    /// <summary>The keys in the options that are not used, because their private part was published.</summary>
    public ImmutableArray<VerificationKey> LeakedPinnedKeys { get; }

    /// <summary>The fetched keys that are not used, because a pinned key takes precedence.</summary>
    public ImmutableArray<SupersededKey> SupersededKeys { get; }

    /// <summary>Creates a snapshot of another policy with keys of the same issuers.</summary>
    public ValidationSnapshot With(ValidationPolicy policy, ImmutableArray<RemoteIssuer> remoteIssuers) =>
        new(policy, remoteIssuers, _leaked);

    /// <summary>Creates a snapshot of the same policy with the keys that are fetched now.</summary>
    public ValidationSnapshot WithCurrentKeys() => new(Policy, RemoteIssuers, _leaked);
}

using System.Collections.Immutable;

namespace HipaaJwt.Keys.Remote;

/// <summary>
/// The fetched keys of one issuer. A good JWK Set replaces them. An answer of the issuer that is defective withdraws the keys that it
/// does not contain or whose private part it contains, and neither adds a key nor makes one younger. Without an answer of the issuer
/// nothing changes.
/// </summary>
internal sealed class HeldKeys
{
    private readonly LeakedKeys _leaked;
    private volatile KeySnapshot? _snapshot;

    public HeldKeys(LeakedKeys leaked) => _leaked = leaked;

    public KeySnapshot? Snapshot => _snapshot;

    /// <summary>Gets the keys without those that have leaked since.</summary>
    public ImmutableArray<VerificationKeyMaterial> KeysOf(string issuer) =>
        _snapshot is { } snapshot ? [.. snapshot.Keys.Where(key => !_leaked.Contains(issuer, key))] : [];

    /// <summary>Applies the result of a refresh. Changed keys are not yet in effect.</summary>
    public KeyChange Apply(string issuer, JwksFetchResult result)
    {
        var previous = _snapshot;
        var leaked = _leaked.Add(issuer, result.Leaked.SelectMany(key => Identify(key, previous)));
        result = WithoutLeaked(issuer, result);
        var current = Next(issuer, previous, result);
        _snapshot = current;
        return new KeyChange(
            result,
            current is not null && !current.HasSameKeysAs(previous),
            leaked,
            result.Outcome == JwksFetchOutcome.Fetched ? 0 : (previous?.Keys.Length ?? 0) - (current?.Keys.Length ?? 0),
            current?.Keys.Length ?? 0);
    }

    /// <summary>If only the <c>kid</c> of a leaked key is readable, the keys in use with that <c>kid</c> are meant.</summary>
    private static IEnumerable<LeakedKey> Identify(LeakedKey leaked, KeySnapshot? inUse) =>
        leaked.Thumbprint is not null || leaked.KeyId is null || inUse is null
            ? [leaked]
            : inUse.Keys
                .Where(key => key.KeyId == leaked.KeyId)
                .Select(key => leaked with { Thumbprint = key.SignerThumbprint });

    private JwksFetchResult WithoutLeaked(string issuer, JwksFetchResult result)
    {
        var excluded = result.Keys.Where(key => _leaked.Contains(issuer, key.Key)).ToArray();
        if (excluded.Length == 0)
        {
            return result;
        }

        var skipped = excluded.Select(key => new SkippedKey(
            key.Index, "has a private part that was published. Have the issuer replace the key"));
        return result with
        {
            Outcome = excluded.Length == result.Keys.Length ? JwksFetchOutcome.NoUsableKey : result.Outcome,
            Keys = [.. result.Keys.Except(excluded)],
            Skipped = [.. result.Skipped, .. skipped],
        };
    }

    private KeySnapshot? Next(string issuer, KeySnapshot? previous, JwksFetchResult result) => result switch
    {
        { Outcome: JwksFetchOutcome.Fetched } => new KeySnapshot(result),
        { Published: { } published } => previous?.Withdraw(published, key => !_leaked.Contains(issuer, key)),
        _ => previous,
    };
}

/// <summary>What the result of a refresh has changed.</summary>
/// <param name="Result">The result without keys that have leaked.</param>
/// <param name="IsChange">Whether the issuer's keys have changed.</param>
/// <param name="Leaked">The keys whose leak was not known.</param>
/// <param name="Withdrawn">The number of keys that a defective answer has withdrawn.</param>
/// <param name="Remaining">The number of keys that remain.</param>
internal readonly record struct KeyChange(
    JwksFetchResult Result, bool IsChange, ImmutableArray<LeakedKey> Leaked, int Withdrawn, int Remaining);

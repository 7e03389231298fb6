using System.Collections.Immutable;

namespace HipaaJwt.Keys.Remote;

/// <summary>
/// The keys whose private part, or whose secret, an issuer has published. They verify nothing for the life of the process, also if a
/// later JWK Set contains only their public part. A proven leak counts for all issuers and trusts, any other leak for the issuer
/// that published it. Thread-safe.
/// </summary>
internal sealed class LeakedKeys
{
    /// <summary>If an issuer publishes more, none of its keys is used any more. So the number of entries has a limit.</summary>
    public const int MaxPerIssuer = 1_000;

    private readonly Lock _lock = new();
    private ImmutableArray<Func<Task>> _listeners = [];
    private volatile Entries? _entries;

    /// <summary>Whether the key must not verify tokens of the issuer.</summary>
    public bool Contains(string issuer, string signerThumbprint) => _entries is { } entries
        && (entries.Proven.Contains(signerThumbprint)
            || entries.ClaimedBy(issuer).Contains(signerThumbprint)
            || entries.Blocked.Contains(issuer));

    /// <summary>Whether the key must not verify tokens of the issuer. Its thumbprint is computed only if any key has leaked.</summary>
    public bool Contains(string issuer, VerificationKey key) => _entries is not null && Contains(issuer, key.SignerThumbprint);

    /// <inheritdoc cref="Contains(string, VerificationKey)"/>
    public bool Contains(string issuer, VerificationKeyMaterial key) => _entries is not null && Contains(issuer, key.SignerThumbprint);

    /// <summary>Adds the keys that an issuer leaked. Keys without a thumbprint are not added.</summary>
    /// <returns>The keys that were not known.</returns>
    public ImmutableArray<LeakedKey> Add(string issuer, IEnumerable<LeakedKey> keys)
    {
        lock (_lock)
        {
            return [.. keys.Where(key => TryAdd(issuer, key))];
        }
    }

    /// <summary>Sets a callback that puts new entries into effect. Disposal removes it.</summary>
    public IDisposable OnChange(Func<Task> changed)
    {
        lock (_lock)
        {
            _listeners = _listeners.Add(changed);
        }

        return new Registration(this, changed);
    }

    /// <summary>Puts new entries into effect. After completion no token is validated with a leaked key.</summary>
    public Task PutIntoEffectAsync()
    {
        lock (_lock)
        {
            return Task.WhenAll(_listeners.Select(changed => changed()));
        }
    }

    private bool TryAdd(string issuer, LeakedKey key)
    {
        var entries = _entries ?? new Entries(ImmutableDictionary<string, ImmutableHashSet<string>>.Empty, [], []);
        var claimed = entries.ClaimedBy(issuer);
        if (key.Thumbprint is not { } thumbprint
            || claimed.Contains(thumbprint)
            || entries.Blocked.Contains(issuer))
        {
            return false;
        }

        var isFull = claimed.Count >= MaxPerIssuer;
        _entries = new Entries(
            entries.Claimed.SetItem(issuer, claimed.Add(thumbprint)),
            !entries.Proven.Contains(thumbprint) && key.IsProven() ? entries.Proven.Add(thumbprint) : entries.Proven,
            isFull ? entries.Blocked.Add(issuer) : entries.Blocked);
        return true;
    }

    private void Remove(Func<Task> changed)
    {
        lock (_lock)
        {
            _listeners = _listeners.Remove(changed);
        }
    }

    /// <param name="Claimed">The thumbprints by issuer.</param>
    /// <param name="Proven">The thumbprints that count for all issuers.</param>
    /// <param name="Blocked">The issuers that published too many.</param>
    private sealed record Entries(
        ImmutableDictionary<string, ImmutableHashSet<string>> Claimed, ImmutableHashSet<string> Proven, ImmutableHashSet<string> Blocked)
    {
        public ImmutableHashSet<string> ClaimedBy(string issuer) => Claimed.GetValueOrDefault(issuer, []);
    }

    private sealed class Registration(LeakedKeys keys, Func<Task> changed) : IDisposable
    {
        public void Dispose() => keys.Remove(changed);
    }
}

using HipaaJwt.TokenIssuer.Sessions;

namespace HipaaJwt.TokenIssuer.SigningKeys;

/// <summary>Stores signing keys in the memory of this process. They end with it.</summary>
internal sealed class MemorySigningKeyStore : ISigningKeyStore
{
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly SortedDictionary<(string Purpose, long Slot), StoredSigningKey> _keys = [];

    public MemorySigningKeyStore(TimeProvider time) => _time = time;

    public ValueTask<SigningKeyPage> ReadAsync(string purpose, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return new(new SigningKeyPage([.. _keys.Values.Where(key => key.Purpose == purpose)], _time.GetUtcNow()));
        }
    }

    public ValueTask<bool> TryAddAsync(SigningKeyEntry entry, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        lock (_lock)
        {
            return new(_keys.TryAdd((entry.Purpose, entry.Slot), new StoredSigningKey
            {
                Purpose = entry.Purpose,
                Slot = entry.Slot,
                KeyId = entry.KeyId,
                Algorithm = entry.Algorithm,
                Data = entry.Data,
                CreatedAt = now,
                ActivatesAt = SaturatedTime.After(now, entry.ActivationDelay),
            }));
        }
    }

    public ValueTask<bool> SetRecordedAsync(string purpose, long slot, CancellationToken cancellationToken) =>
        new(Change(purpose, slot, static key => key with { IsRecorded = true }));

    public ValueTask<bool> WithdrawAsync(string purpose, long slot, CancellationToken cancellationToken) =>
        new(Change(purpose, slot, static key => key with { IsWithdrawn = true }));

    public ValueTask<bool> DeleteAsync(string purpose, long slot, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return new(_keys.Remove((purpose, slot)));
        }
    }

    /// <returns>Whether the store has the key and it has changed.</returns>
    private bool Change(string purpose, long slot, Func<StoredSigningKey, StoredSigningKey> change)
    {
        lock (_lock)
        {
            if (!_keys.TryGetValue((purpose, slot), out var key) || change(key) is var changed && changed == key)
            {
                return false;
            }

            _keys[(purpose, slot)] = changed;
            return true;
        }
    }
}

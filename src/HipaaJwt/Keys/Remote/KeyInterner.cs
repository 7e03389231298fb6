namespace HipaaJwt.Keys.Remote;

/// <summary>
/// Gives equal fetched keys one instance, so that the issuers of one provider share the verifiers of its keys. It keeps no key alive.
/// Thread-safe.
/// </summary>
internal sealed class KeyInterner
{
    private const int MinBeforeCleanup = 256;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, WeakReference<VerificationKeyMaterial>> _keys = new(StringComparer.Ordinal);
    private int _cleanupAt = MinBeforeCleanup;

    public VerificationKeyMaterial Intern(VerificationKeyMaterial key)
    {
        var identity = KeySnapshot.IdentityOf(key);
        lock (_lock)
        {
            if (_keys.TryGetValue(identity, out var reference) && reference.TryGetTarget(out var existing))
            {
                return existing;
            }

            RemoveCollectedKeys();
            _keys[identity] = new WeakReference<VerificationKeyMaterial>(key);
            return key;
        }
    }

    private void RemoveCollectedKeys()
    {
        if (_keys.Count < _cleanupAt)
        {
            return;
        }

        foreach (var identity in _keys.Where(entry => !entry.Value.TryGetTarget(out _)).Select(entry => entry.Key).ToArray())
        {
            _keys.Remove(identity);
        }

        _cleanupAt = Math.Max(MinBeforeCleanup, 2 * _keys.Count);
    }
}

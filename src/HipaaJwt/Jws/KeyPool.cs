namespace HipaaJwt.Jws;

/// <summary>
/// A lock-free pool of instances of one key. The platform's key objects are not guaranteed to be thread-safe, so each instance is
/// used by one caller at a time. An instance need not be returned, for example after an exception: the pool creates another.
/// </summary>
internal sealed class KeyPool<TKey>
    where TKey : class, IDisposable
{
    private readonly TKey?[] _idle = new TKey?[Math.Max(2, Environment.ProcessorCount)];
    private readonly Func<TKey> _create;

    public KeyPool(Func<TKey> create)
    {
        _create = create;
        _idle[0] = create();
    }

    /// <summary>Takes an idle instance from the pool or creates one.</summary>
    public TKey Rent()
    {
        for (var slot = 0; slot < _idle.Length; slot++)
        {
            if (_idle[slot] is not null && Interlocked.Exchange(ref _idle[slot], null) is { } key)
            {
                return key;
            }
        }

        return _create();
    }

    /// <summary>Returns an instance to the pool or, if the pool is full, disposes it.</summary>
    public void Return(TKey key)
    {
        for (var slot = 0; slot < _idle.Length; slot++)
        {
            if (_idle[slot] is null && Interlocked.CompareExchange(ref _idle[slot], key, null) is null)
            {
                return;
            }
        }

        key.Dispose();
    }
}

namespace HipaaJwt.Jws;

/// <summary>
/// Instances of one key. The platform's objects are not promised to be thread-safe, so each is used by one caller at a
/// time; taking and returning one needs no lock. One that was in use when something failed does not come back.
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

    public TKey Take()
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

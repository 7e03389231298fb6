using System.Collections.Immutable;

namespace HipaaJwt.Keys.Remote;

/// <summary>
/// The fetched keys of all issuers of one trust. They outlive the options: if the options change and an issuer's address does
/// not, the issuer keeps its keys.
/// </summary>
internal sealed class RemoteKeyStore : IDisposable
{
    private readonly JwksFetcher _fetcher;
    private readonly IKeyObserver _observer;
    private readonly TimeProvider _time;
    private readonly Dictionary<(string Issuer, Uri Address, bool IsMetadata), RemoteKeys> _keys = [];
    private readonly Lock _lock = new();
    private Action _changed = () => { };
    private bool _isStarted;

    public RemoteKeyStore(JwksFetcher fetcher, IKeyObserver observer, TimeProvider time)
    {
        _fetcher = fetcher;
        _observer = observer;
        _time = time;
    }

    public ImmutableArray<RemoteKeys> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _keys.Values];
            }
        }
    }

    /// <summary>Sets the action that puts changed keys into effect.</summary>
    public void OnChange(Action changed) => Volatile.Write(ref _changed, changed);

    /// <summary>The keys of an issuer. They are present already if its address was known before.</summary>
    public RemoteKeys GetOrAdd(RemoteKeySettings settings)
    {
        lock (_lock)
        {
            var place = (settings.Issuer.Issuer, settings.Address, settings.IsMetadata);
            if (_keys.TryGetValue(place, out var known))
            {
                known.Settings = settings;
                return known;
            }

            var keys = new RemoteKeys(settings, _fetcher, () => Volatile.Read(ref _changed)(), _observer, _time);
            _keys.Add(place, keys);
            if (_isStarted)
            {
                keys.Start();
            }

            return keys;
        }
    }

    /// <summary>Stops the refreshes of keys that are no longer in use.</summary>
    public void KeepOnly(IEnumerable<RemoteKeys> used)
    {
        lock (_lock)
        {
            foreach (var (place, keys) in _keys.ExceptBy(used, entry => entry.Value).ToArray())
            {
                _keys.Remove(place);
                keys.Dispose();
            }
        }
    }

    /// <summary>Starts to fetch without waiting for a token. Returns at once.</summary>
    public void Start()
    {
        lock (_lock)
        {
            _isStarted = true;
            foreach (var keys in _keys.Values)
            {
                keys.Start();
            }
        }
    }

    /// <summary>Stops all refreshes.</summary>
    public void Dispose() => KeepOnly([]);
}

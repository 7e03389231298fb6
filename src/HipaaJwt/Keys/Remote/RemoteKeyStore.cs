using System.Collections.Immutable;

namespace HipaaJwt.Keys.Remote;

/// <summary>
/// The fetched keys of all issuers. They outlive the options: when these change, an issuer whose address stays keeps its keys.
/// </summary>
internal sealed class RemoteKeyStore : IDisposable
{
    private readonly KeyFetcher _fetcher;
    private readonly IKeyObserver _observer;
    private readonly TimeProvider _time;
    private readonly Dictionary<(string Issuer, Uri Address, bool IsMetadata), RemoteKeys> _keys = [];
    private readonly Lock _lock = new();
    private Action _changed = () => { };
    private bool _isStarted;

    public RemoteKeyStore(KeyFetcher fetcher, IKeyObserver observer, TimeProvider time)
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

    /// <summary>Says what takes other keys into use.</summary>
    public void OnChange(Action changed) => Volatile.Write(ref _changed, changed);

    /// <summary>The keys of an issuer, which are there already where its address was known before.</summary>
    public RemoteKeys For(RemoteKeySettings settings)
    {
        lock (_lock)
        {
            var place = (settings.Issuer, settings.Address, settings.IsMetadata);
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

    /// <summary>Ends the fetching of keys that are no longer in use.</summary>
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

    /// <summary>Begins to fetch without waiting for a token. It returns at once.</summary>
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

    /// <summary>Ends all fetching.</summary>
    public void Dispose() => KeepOnly([]);
}

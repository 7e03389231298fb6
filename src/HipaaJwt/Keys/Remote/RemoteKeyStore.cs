using System.Collections.Immutable;

namespace HipaaJwt.Keys.Remote;

/// <summary>
/// Holds the fetched keys of all issuers of one trust. When the options change, an issuer whose address stays the same keeps its
/// keys.
/// </summary>
internal sealed class RemoteKeyStore : IDisposable
{
    private readonly Lazy<JwksFetcher> _fetcher;
    private readonly IKeyObserver _observer;
    private readonly TimeProvider _time;
    private readonly Dictionary<KeyLocation, RemoteKeys> _keys = [];
    private readonly Lock _lock = new();
    private Func<Task> _changed = () => Task.CompletedTask;
    private bool _isStarted;

    /// <param name="fetcher">Fetches keys. It is created for the first issuer whose keys are fetched.</param>
    /// <param name="leaked">The keys of the process that must not be used.</param>
    /// <param name="observer">Receives what happens to the keys.</param>
    /// <param name="time">The clock.</param>
    public RemoteKeyStore(Lazy<JwksFetcher> fetcher, LeakedKeys leaked, IKeyObserver observer, TimeProvider time)
    {
        _fetcher = fetcher;
        Leaked = leaked;
        _observer = observer;
        _time = time;
    }

    /// <summary>The keys of the process that must not be used.</summary>
    public LeakedKeys Leaked { get; }

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

    /// <summary>Sets the callback that puts changed keys into effect.</summary>
    public void OnChange(Func<Task> changed) => Volatile.Write(ref _changed, changed);

    /// <summary>Gets the keys of an issuer. If its address was known before, the fetched keys stay and the settings change.</summary>
    public RemoteKeys GetOrAdd(RemoteKeySettings settings)
    {
        lock (_lock)
        {
            var location = new KeyLocation(settings.Issuer.Issuer, settings.Address, settings.IsMetadata);
            if (_keys.TryGetValue(location, out var existing))
            {
                existing.Settings = settings;
                return existing;
            }

            var keys = new RemoteKeys(settings, _fetcher.Value, Leaked, () => Volatile.Read(ref _changed)(), _observer, _time);
            _keys.Add(location, keys);
            if (_isStarted)
            {
                keys.Start();
            }

            return keys;
        }
    }

    /// <summary>Removes all other keys and stops their refreshes.</summary>
    public void KeepOnly(IEnumerable<RemoteKeys> used)
    {
        lock (_lock)
        {
            var kept = used.ToHashSet();
            foreach (var location in _keys.Keys.Where(location => !kept.Contains(_keys[location])).ToArray())
            {
                _keys[location].Dispose();
                _keys.Remove(location);
            }
        }
    }

    /// <summary>Starts the refreshes of all keys, now and at intervals. Returns at once.</summary>
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

    private sealed record KeyLocation(string Issuer, Uri Address, bool IsMetadata);
}

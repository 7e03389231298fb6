namespace HipaaJwt.Revocations;

/// <summary>
/// The revocations that this instance has appended, so that it notices if the store loses them and appends them again. Thread-safe.
/// </summary>
internal sealed class OwnRevocations
{
    /// <summary>
    /// The maximum number of kept revocations. Of the older ones only those of sessions matter after a loss: the floor of the new epoch
    /// rejects the tokens of all others.
    /// </summary>
    public const int MaxCount = 100_000;

    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly Queue<OwnRevocation> _kept = [];
    private readonly Stack<OwnRevocation> _lost = [];
    private RevocationLogPosition? _unverified;

    public OwnRevocations(TimeProvider time) => _time = time;

    /// <summary>
    /// The position of the newest append whose presence in the log has not been verified; null if there is none. If the log has it, it
    /// has all earlier ones of the epoch too.
    /// </summary>
    public RevocationLogPosition? Unverified
    {
        get
        {
            lock (_lock)
            {
                return _unverified;
            }
        }
    }

    public void Add(RevocationEntry entry, LoggedRevocation appended)
    {
        var expiry = _time.GetTimestamp() + (long)(entry.Retention.TotalSeconds * _time.TimestampFrequency);
        lock (_lock)
        {
            while (_kept.Count >= MaxCount || (_kept.TryPeek(out var oldest) && oldest.Expiry < _time.GetTimestamp()))
            {
                _kept.Dequeue();
            }

            _kept.Enqueue(new OwnRevocation(entry, expiry));
            SetUnverified(appended);
        }
    }

    /// <summary>Notes that a lost revocation, which is still kept, has been appended again.</summary>
    public void AddAgain(LoggedRevocation appended)
    {
        lock (_lock)
        {
            SetUnverified(appended);
        }
    }

    /// <summary>Removes the position if no newer one has been added since it was read.</summary>
    public void SetVerified(RevocationLogPosition position)
    {
        lock (_lock)
        {
            _unverified = _unverified == position ? null : _unverified;
        }
    }

    /// <summary>Marks all kept revocations as lost. They remain lost until each has been appended again.</summary>
    public void SetLost()
    {
        lock (_lock)
        {
            _unverified = null;
            _lost.Clear();
            foreach (var own in _kept)
            {
                _lost.Push(own);
            }
        }
    }

    /// <summary>Takes the newest lost revocation that has not expired. Put it back if it could not be appended.</summary>
    /// <returns>Null if there is none.</returns>
    public OwnRevocation? TakeLost()
    {
        lock (_lock)
        {
            while (_lost.TryPop(out var own))
            {
                if (own.Expiry >= _time.GetTimestamp())
                {
                    return own;
                }
            }

            return null;
        }
    }

    public void PutBackLost(OwnRevocation own)
    {
        lock (_lock)
        {
            _lost.Push(own);
        }
    }

    private void SetUnverified(LoggedRevocation appended)
    {
        if (_unverified is not { } newest || newest.Epoch != appended.Epoch || newest.Sequence < appended.Sequence)
        {
            _unverified = new RevocationLogPosition(appended.Epoch, appended.Sequence, appended.Tag);
        }
    }
}

namespace HipaaJwt.AuditLog.Writing;

/// <summary>
/// The records that wait for the thread of the log, and the group that it writes. Bounded. Thread-safe for many callers and one thread
/// that takes.
/// </summary>
internal sealed class RecordQueue
{
    public const int Capacity = 16_384;

    /// <summary>The largest number of records of one group.</summary>
    private const int MaxGroup = 4_096;

    private readonly Queue<PendingRecord> _waiting = new(256);
    private bool _isClosed;

    /// <summary>The group that was taken. Only the thread that takes may read it.</summary>
    public List<PendingRecord> Group { get; } = new(256);

    /// <summary>Adds a record.</summary>
    /// <returns>False if the queue is full or closed.</returns>
    public bool TryAdd(PendingRecord record)
    {
        lock (_waiting)
        {
            if (_isClosed || _waiting.Count >= Capacity)
            {
                return false;
            }

            _waiting.Enqueue(record);
            if (_waiting.Count == 1)
            {
                Monitor.Pulse(_waiting);
            }

            return true;
        }
    }

    /// <summary>Accepts no more records. Those that wait can still be taken.</summary>
    public void Close()
    {
        lock (_waiting)
        {
            _isClosed = true;
            Monitor.Pulse(_waiting);
        }
    }

    /// <summary>Waits for records and takes all of them, up to one group.</summary>
    /// <param name="timeout">How long to wait. After it, the group is empty.</param>
    /// <returns>False if the queue is closed and empty.</returns>
    public bool Take(TimeSpan timeout)
    {
        lock (_waiting)
        {
            Group.Clear();
            if (_waiting.Count == 0 && !_isClosed)
            {
                Monitor.Wait(_waiting, timeout);
            }

            while (Group.Count < MaxGroup && _waiting.TryDequeue(out var record))
            {
                Group.Add(record);
            }

            return Group.Count > 0 || !_isClosed;
        }
    }

    /// <summary>Forgets the group, whose records are all acknowledged or rejected. Their callers may already use them again.</summary>
    public void Release()
    {
        lock (_waiting)
        {
            Group.Clear();
        }
    }

    /// <summary>Ends the wait of the callers of records that were added before a time, while the disk does not answer.</summary>
    public void GiveUpAddedBefore(long timestamp)
    {
        lock (_waiting)
        {
            foreach (var record in Group)
            {
                record.GiveUpIfAddedBefore(timestamp);
            }

            foreach (var record in _waiting)
            {
                record.GiveUpIfAddedBefore(timestamp);
            }
        }
    }
}

using HipaaJwt.AuditLog.Disks;
using HipaaJwt.AuditLog.Format;

namespace HipaaJwt.AuditLog.Writing;

/// <summary>
/// The thread of the log. It takes all records that wait as one group, writes and syncs them, and then acknowledges them in order. After
/// a failure it writes the group to a new segment, or rejects it.
/// </summary>
internal sealed class LogWriter : IDisposable
{
    /// <summary>How often the thread looks at the clock while no record comes.</summary>
    private static readonly TimeSpan Pulse = TimeSpan.FromMilliseconds(250);

    private const string Contradiction = "an anchor has other events than this log";

    private readonly SegmentChain _chain;
    private readonly LogSettings _settings;
    private readonly LifecycleEvents _events;
    private readonly CheckpointWriter _checkpoints;
    private readonly CheckpointSchedule _schedule;
    private readonly ILogObserver _observer;
    private readonly TimeProvider _time;
    private readonly IAnchorState _anchors;
    private readonly RecordQueue _queue = new();
    private readonly Thread _thread;
    private readonly Action _work;
    private volatile AuditLogStatus _status = AuditLogStatus.Closed;
    private long _count;
    private long _failedAt;

    /// <param name="chain">The segments. The thread owns them.</param>
    /// <param name="settings">The limits.</param>
    /// <param name="events">Creates the events of the log about itself.</param>
    /// <param name="checkpoints">Signs checkpoints on a thread of its own.</param>
    /// <param name="observer">Receives what happens.</param>
    /// <param name="anchors">What the anchors have.</param>
    /// <param name="time">The clock.</param>
    public LogWriter(
        SegmentChain chain,
        LogSettings settings,
        LifecycleEvents events,
        CheckpointWriter checkpoints,
        ILogObserver observer,
        IAnchorState anchors,
        TimeProvider time)
    {
        _chain = chain;
        _settings = settings;
        _events = events;
        _checkpoints = checkpoints;
        _observer = observer;
        _anchors = anchors;
        _time = time;
        _schedule = new CheckpointSchedule(settings, time);
        _work = Work;
        _thread = new Thread(Run) { IsBackground = true, Name = "HipaaJwt audit log" };
    }

    /// <summary>The records that wait.</summary>
    public RecordQueue Queue => _queue;

    /// <summary>Whether records are accepted. A hint: it may change at any time.</summary>
    public AuditLogStatus Status => _status;

    /// <summary>The number of durable records.</summary>
    public long Count => Volatile.Read(ref _count);

    /// <summary>Starts the first segment of this run, and then the thread.</summary>
    /// <exception cref="IOException">The segment could not be created.</exception>
    public void Start()
    {
        _chain.Open([_events.Started()], []);
        Volatile.Write(ref _count, _chain.Count);
        SetStatus(AuditLogStatus.Writing, "the log is open");
        _thread.Start();
    }

    /// <summary>Writes what waits, closes the segment and ends the thread.</summary>
    public void Close()
    {
        _queue.Close();
        if (_thread.IsAlive)
        {
            _thread.Join();
        }
    }

    public void Dispose() => _chain.Dispose();

    private void Run()
    {
        while (_queue.Take(Pulse))
        {
            Guard(_work);
        }

        Guard(Finish);
        _checkpoints.Close();
    }

#pragma warning disable CA1031 // The thread must survive everything, and no record may be left without an answer.
    private void Guard(Action work)
    {
        try
        {
            work();
        }
        catch (Exception exception)
        {
            Reject(_queue.Group, AuditLogStatus.Failing, "the log failed");
            _failedAt = _time.GetTimestamp();
            if (_chain.IsOpen)
            {
                Abandon(exception);
            }
        }
    }
#pragma warning restore CA1031

    private void Work()
    {
        if (_queue.Group.Count > 0)
        {
            Process(_queue.Group);
            _queue.Release();
        }

        Maintain();
    }

    private void Process(List<PendingRecord> group)
    {
        if (_anchors.IsContradicted)
        {
            Reject(group, AuditLogStatus.Contradicted, Contradiction);
        }
        else if (_settings.MaxUnanchored is { } limit && _chain.Count - _anchors.Size > limit)
        {
            Reject(group, AuditLogStatus.Unanchored, "too many events are not anchored");
        }
        else if (TryWrite([], group))
        {
            SetStatus(AuditLogStatus.Writing, "events are written again");
            Acknowledge(group);
            _chain.GrowTree();
        }
        else
        {
            Reject(group, _status, "the log cannot write");
        }
    }

    private bool TryWrite(ReadOnlySpan<AuditEvent> lifecycle, List<PendingRecord> records)
    {
        if (_status is AuditLogStatus.Full or AuditLogStatus.Failing && !MayProbe())
        {
            return false;
        }

        if (_status == AuditLogStatus.Full && _chain.IsOpen)
        {
            // The spare segment has no room for more.
            _chain.End(SegmentEnd.Abandoned);
        }

        if (!_chain.IsOpen)
        {
            return TryOpen(lifecycle, records);
        }

        if (_chain.IsDue(records))
        {
            _chain.End(SegmentEnd.Rotated);
            return TryOpen(lifecycle, records);
        }

        try
        {
            _chain.Append(lifecycle, records);
            return true;
        }
        catch (IOException exception)
        {
            Abandon(exception);
            return TryOpen(lifecycle, records, isFull: DiskErrors.IsFull(exception));
        }
    }

    private bool MayProbe() => _time.GetElapsedTime(_failedAt) >= _settings.ProbeInterval;

    private bool TryOpen(ReadOnlySpan<AuditEvent> lifecycle, List<PendingRecord> records, bool isFull = false)
    {
        try
        {
            if (!isFull || _status == AuditLogStatus.Full)
            {
                _chain.Open(lifecycle, records);
                return true;
            }
        }
        catch (IOException exception)
        {
            isFull = DiskErrors.IsFull(exception);
        }

        Fail(isFull);
        return false;
    }

    private void Fail(bool isFull)
    {
        _failedAt = _time.GetTimestamp();
        _chain.RecordFailure();
        if (isFull && _status != AuditLogStatus.Full)
        {
            RecordFull();
        }

        SetStatus(isFull ? AuditLogStatus.Full : AuditLogStatus.Failing, isFull ? "the disk is full" : "writes fail");
    }

    private void RecordFull()
    {
        try
        {
            _chain.OpenSpare([_events.Full()]);
        }
        catch (IOException)
        {
            // The event that the log was full is missing. The event about the abandoned segment follows when there is room.
        }
    }

    private void Abandon(Exception exception)
    {
        var reason = exception is SegmentChangedException ? exception.Message : exception.GetType().Name;
        _observer.OnAbandoned(_chain.SegmentName, reason);
        _chain.End(SegmentEnd.Abandoned);
    }

    private void Acknowledge(List<PendingRecord> group)
    {
        Volatile.Write(ref _count, _chain.Count);
        _observer.OnWritten(group.Count);
        foreach (var record in group)
        {
            record.Acknowledge();
        }
    }

    private void Reject(List<PendingRecord> group, AuditLogStatus status, string reason)
    {
        SetStatus(status, reason);
        _observer.OnRejected(group.Count);
        foreach (var record in group)
        {
            record.Fail(reason);
        }
    }

    /// <summary>Does what the clock asks for.</summary>
    private void Maintain()
    {
        if (_anchors.IsContradicted)
        {
            // One of the two histories is forged, so nothing is added to this one until an operator has found out which.
            SetStatus(AuditLogStatus.Contradicted, Contradiction);
            return;
        }

        if (_status is AuditLogStatus.Full or AuditLogStatus.Failing)
        {
            if (MayProbe() && TryWrite([], []))
            {
                SetStatus(AuditLogStatus.Writing, "events are written again");
            }

            return;
        }

        if (_checkpoints.IsIdle && _schedule.IsDue(_chain.Count))
        {
            CheckSegment();
            PostCheckpoint();
        }
    }

    /// <summary>Somebody who deletes or cuts the file makes events disappear that were acknowledged.</summary>
    private void CheckSegment()
    {
        bool isIntact;
        try
        {
            isIntact = !_chain.IsOpen || _chain.IsIntact();
        }
        catch (IOException)
        {
            isIntact = false;
        }

        if (!isIntact)
        {
            Abandon(new SegmentChangedException());
            TryOpen([], []);
        }
    }

    private void PostCheckpoint()
    {
        Volatile.Write(ref _count, _chain.Count);
        _schedule.Record(_chain.Count);
        _checkpoints.Post(_chain.Count, _chain.Root());
    }

    private void Finish()
    {
        var isSigned = !_anchors.IsContradicted;
        if (isSigned && TryWrite([_events.Stopped()], []) && _chain.IsOpen)
        {
            _chain.End(SegmentEnd.Rotated);
        }

        SetStatus(AuditLogStatus.Closed, "the log is closed");
        if (isSigned)
        {
            PostCheckpoint();
        }
    }

    private void SetStatus(AuditLogStatus status, string reason)
    {
        if (_status != status)
        {
            _status = status;
            _observer.OnStateChanged(status, reason);
        }
    }
}

using HipaaJwt.AuditLog.Writing;

namespace HipaaJwt.AuditLog.Databases;

/// <summary>
/// The thread of a log in a database. It takes all records that wait as one group, appends them in one transaction, and then acknowledges
/// them in order. If the answer to a commit is lost, the next transaction looks the events up by their identifiers.
/// </summary>
internal sealed class DatabaseWriter
{
    /// <summary>How often the thread looks at the clock while no record comes.</summary>
    private static readonly TimeSpan Pulse = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(50);

    private readonly DatabaseStream _stream;
    private readonly LogSettings _settings;
    private readonly DatabaseCheckpoints _checkpoints;
    private readonly IAnchorState _anchors;
    private readonly ILogObserver _observer;
    private readonly TimeProvider _time;
    private readonly Thread _thread;
    private AuditLogHead _last;
    private bool _isAlone;
    private volatile AuditLogStatus _status = AuditLogStatus.Closed;
    private string _reason = string.Empty;
    private long _failedAt;

    /// <param name="stream">The log.</param>
    /// <param name="last">The newest head that was verified.</param>
    /// <param name="settings">The limits.</param>
    /// <param name="checkpoints">Knows if the database contradicts what this process has signed.</param>
    /// <param name="anchors">What the anchors have.</param>
    /// <param name="observer">Receives what happens.</param>
    /// <param name="time">The clock.</param>
    public DatabaseWriter(
        DatabaseStream stream,
        AuditLogHead last,
        LogSettings settings,
        DatabaseCheckpoints checkpoints,
        IAnchorState anchors,
        ILogObserver observer,
        TimeProvider time)
    {
        _stream = stream;
        _last = last;
        _settings = settings;
        _checkpoints = checkpoints;
        _anchors = anchors;
        _observer = observer;
        _time = time;
        _thread = new Thread(Run) { IsBackground = true, Name = "HipaaJwt audit log" };
    }

    public RecordQueue Queue { get; } = new();

    public AuditLogStatus Status => _status;

    /// <summary>The number of durable events of all processes, as far as this one has seen them.</summary>
    public long Count => Volatile.Read(ref _last).Size;

    public void Start()
    {
        SetStatus(AuditLogStatus.Writing, "the log is open");
        _thread.Start();
    }

    /// <summary>Writes what waits and ends the thread.</summary>
    public void Close()
    {
        Queue.Close();
        if (_thread.IsAlive)
        {
            _thread.Join();
        }
    }

    private void Run()
    {
        while (Queue.Take(Pulse))
        {
            Guard();
        }

        SetStatus(AuditLogStatus.Closed, "the log is closed");
    }

#pragma warning disable CA1031 // The thread must survive everything, and no record may be left without an answer.
    private void Guard()
    {
        try
        {
            WorkAsync().GetAwaiter().GetResult();
        }
        catch (Exception exception)
        {
            Fail(AuditLogStatus.Failing, exception.GetType().Name);
            Reject(Queue.Group);
        }

        Queue.Release();
    }
#pragma warning restore CA1031

    private async Task WorkAsync()
    {
        if (Queue.Group.Count > 0)
        {
            await ProcessAsync(Queue.Group).ConfigureAwait(false);
        }
        else if (_status == AuditLogStatus.Failing && MayProbe())
        {
            await TryAppendAsync([]).ConfigureAwait(false);
        }
        else if (IsContradicted)
        {
            Contradict();
        }
    }

    private async Task ProcessAsync(List<PendingRecord> group)
    {
        if (IsContradicted)
        {
            Contradict();
        }
        else if (_settings.MaxUnanchored is { } limit && Count - _anchors.Size > limit)
        {
            SetStatus(AuditLogStatus.Unanchored, "too many events are not anchored");
        }
        else if (_status != AuditLogStatus.Failing || MayProbe())
        {
            var distinct = DistinctGroup.Of(group);
            if (await TryAppendAsync(distinct.Entries).ConfigureAwait(false) is { } attempt)
            {
                _observer.OnWritten(group.Count);
                distinct.Acknowledge(attempt.Existing);
                return;
            }
        }

        Reject(group);
    }

    private bool IsContradicted => _status == AuditLogStatus.Contradicted || _checkpoints.IsContradicted || _anchors.IsContradicted;

    private bool MayProbe() => _time.GetElapsedTime(_failedAt) >= _settings.ProbeInterval;

    /// <summary>Appends a group, in several transactions if need be, within the limit of a write.</summary>
    /// <returns>The transaction that succeeded; null if none did.</returns>
    private async Task<AppendAttempt?> TryAppendAsync(IReadOnlyList<GroupEntry> entries)
    {
        using var limit = new CancellationTokenSource(_stream.WriteTimeout, _time);
        for (var isRetry = false; ; isRetry = true)
        {
            var attempt = new AppendAttempt(entries, _last, isRetry, limit.Token);
            var failure = await TryRunAsync(attempt, limit.Token).ConfigureAwait(false);
            if (failure is null)
            {
                Volatile.Write(ref _last, attempt.Head);
                _isAlone = attempt.IsAlone;
                SetStatus(AuditLogStatus.Writing, "events are written again");
                return attempt;
            }

            if (failure is AuditLogDamagedException)
            {
                Contradict();
                return null;
            }

            await Task.Delay(RetryDelay, _time, limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (limit.IsCancellationRequested)
            {
                Fail(AuditLogStatus.Failing, failure.GetType().Name);
                return null;
            }
        }
    }

#pragma warning disable CA1031 // A database may throw any exception. Each one means that the outcome is unknown.
    /// <summary>Runs a transaction. One that does not end is left behind.</summary>
    private async Task<Exception?> TryRunAsync(AppendAttempt attempt, CancellationToken limit)
    {
        try
        {
            await attempt.RunAsync(_stream.Database, _isAlone).WaitAsync(limit).ConfigureAwait(false);
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }
#pragma warning restore CA1031

    private void Contradict() => Fail(AuditLogStatus.Contradicted, "the database or an anchor has other events than this log");

    private void Fail(AuditLogStatus status, string reason)
    {
        _failedAt = _time.GetTimestamp();
        SetStatus(status, reason);
    }

    private void Reject(List<PendingRecord> group)
    {
        if (group.Count == 0)
        {
            return;
        }

        _observer.OnRejected(group.Count);
        foreach (var record in group)
        {
            record.Fail(_reason);
        }
    }

    private void SetStatus(AuditLogStatus status, string reason)
    {
        if (_status != status)
        {
            _status = status;
            _reason = reason;
            _observer.OnStateChanged(status, reason);
        }
    }
}

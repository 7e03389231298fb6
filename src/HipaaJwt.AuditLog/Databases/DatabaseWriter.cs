using HipaaJwt.AuditLog.Writing;

namespace HipaaJwt.AuditLog.Databases;

/// <summary>
/// The thread of a log in a database. It takes all records that wait as one group, appends them in one transaction, and then acknowledges
/// them in order. If the answer to a commit is lost, the next transaction looks the events up by their identifiers. If the database blocks
/// the thread for too long, another one takes over.
/// </summary>
internal sealed class DatabaseWriter : IDisposable
{
    /// <summary>How often the thread looks at the clock while no record comes.</summary>
    private static readonly TimeSpan Pulse = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(50);

    /// <summary>The largest number of threads that a database may block. More would not help.</summary>
    private const int MaxLeftBehind = 4;

    private readonly DatabaseStream _stream;
    private readonly LogSettings _settings;
    private readonly DatabaseCheckpoints _checkpoints;
    private readonly IAnchorState _anchors;
    private readonly ILogObserver _observer;
    private readonly TimeProvider _time;
    private readonly ManualResetEventSlim _isClosed = new();
    private ITimer? _watch;
    private volatile WriterTurn _turn;
    private int _leftBehind;
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
        _turn = new WriterTurn(time);
    }

    public RecordQueue Queue { get; } = new();

    public AuditLogStatus Status => _status;

    /// <summary>The number of durable events of all processes, as far as this one has seen them.</summary>
    public long Count => Volatile.Read(ref _last).Size;

    public void Start()
    {
        SetStatus(AuditLogStatus.Writing, "the log is open");
        StartThread();
        _watch = _time.CreateTimer(static writer => ((DatabaseWriter)writer!).Watch(), this, Pulse, Pulse);
    }

    /// <summary>Writes what waits and ends the thread.</summary>
    public void Dispose()
    {
        Queue.Close();
        if (_watch is not null)
        {
            _isClosed.Wait();
            _watch.Dispose();
        }

        _isClosed.Dispose();
    }

    private void StartThread()
    {
        var turn = new WriterTurn(_time);
        _turn = turn;
        new Thread(() => Run(turn)) { IsBackground = true, Name = "HipaaJwt audit log" }.Start();
    }

    private void Run(WriterTurn turn)
    {
        while (Queue.Take(Pulse))
        {
            if (!Guard(turn))
            {
                Interlocked.Decrement(ref _leftBehind);
                return;
            }
        }

        SetStatus(AuditLogStatus.Closed, "the log is closed");
        _isClosed.Set();
    }

    /// <summary>Leaves a thread behind whose call has not returned in time, and lets another one go on.</summary>
    private void Watch()
    {
        if (!_turn.TryEnd(_stream.WriteTimeout))
        {
            return;
        }

        Interlocked.Increment(ref _leftBehind);
        Fail(AuditLogStatus.Failing, nameof(TimeoutException));
        Reject(Queue.Group);
        Queue.Release();
        StartThread();
    }

#pragma warning disable CA1031 // The thread must survive everything, and no record may be left without an answer.
    /// <returns>False if the turn is over.</returns>
    private bool Guard(WriterTurn turn)
    {
        try
        {
            if (!Work(turn))
            {
                return false;
            }
        }
        catch (Exception exception)
        {
            if (!turn.TryEndCall())
            {
                return false;
            }

            Fail(AuditLogStatus.Failing, exception.GetType().Name);
            Reject(Queue.Group);
        }

        Queue.Release();
        return true;
    }
#pragma warning restore CA1031

    private bool Work(WriterTurn turn)
    {
        if (Queue.Group.Count > 0)
        {
            return Process(turn, Queue.Group);
        }

        if (_status == AuditLogStatus.Failing && MayProbe())
        {
            return TryAppend(turn, [], out _);
        }

        if (IsContradicted)
        {
            Contradict();
        }

        return true;
    }

    private bool Process(WriterTurn turn, List<PendingRecord> group)
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
            if (!TryAppend(turn, distinct.Entries, out var attempt))
            {
                return false;
            }

            if (attempt is not null)
            {
                _observer.OnWritten(group.Count);
                distinct.Acknowledge(attempt.Existing);
                return true;
            }
        }

        Reject(group);
        return true;
    }

    private bool IsContradicted => _status == AuditLogStatus.Contradicted || _checkpoints.IsContradicted || _anchors.IsContradicted;

    private bool MayProbe() =>
        _time.GetElapsedTime(_failedAt) >= _settings.ProbeInterval && Volatile.Read(ref _leftBehind) < MaxLeftBehind;

    /// <summary>Appends a group.</summary>
    /// <param name="turn">The turn of this thread.</param>
    /// <param name="entries">The events.</param>
    /// <param name="written">The transaction that succeeded; null if none did.</param>
    /// <returns>False if the turn is over.</returns>
    private bool TryAppend(WriterTurn turn, IReadOnlyList<GroupEntry> entries, out AppendAttempt? written)
    {
        written = null;
        turn.BeginCall();
        var (attempt, failure) = AppendAsync(entries).GetAwaiter().GetResult();
        if (!turn.TryEndCall())
        {
            return false;
        }

        if (failure is null)
        {
            written = attempt;
            Volatile.Write(ref _last, attempt.Head);
            _isAlone = attempt.IsAlone;
            SetStatus(AuditLogStatus.Writing, "events are written again");
        }
        else if (failure is AuditLogDamagedException)
        {
            Contradict();
        }
        else
        {
            Fail(AuditLogStatus.Failing, failure.GetType().Name);
        }

        return true;
    }

    /// <summary>Appends a group, in several transactions if need be, within the limit of a write.</summary>
    /// <returns>The last transaction and why it failed; null if it succeeded.</returns>
    private async Task<(AppendAttempt Attempt, Exception? Failure)> AppendAsync(IReadOnlyList<GroupEntry> entries)
    {
        using var limit = new CancellationTokenSource(_stream.WriteTimeout, _time);
        for (var isRetry = false; ; isRetry = true)
        {
            var attempt = new AppendAttempt(entries, _last, isRetry, limit.Token);
            var failure = await TryRunAsync(attempt, limit.Token).ConfigureAwait(false);
            if (failure is null or AuditLogDamagedException)
            {
                return (attempt, failure);
            }

            await Task.Delay(RetryDelay, _time, limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (limit.IsCancellationRequested)
            {
                return (attempt, failure);
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

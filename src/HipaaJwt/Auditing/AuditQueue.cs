using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace HipaaJwt.Auditing;

/// <summary>The bounded queue in front of one best-effort sink, with one task that writes the events in order.</summary>
internal sealed class AuditQueue
{
    /// <summary>
    /// The minimum capacity for batching. A smaller queue could fill up before the pump, which is woken when the queue is half
    /// full, has started to read.
    /// </summary>
    private const int MinBatchingCapacity = 1_000;

    /// <summary>The maximum number of pumps whose write blocks a thread beyond the timeout. Further events then wait.</summary>
    private const int MaxBlockedPumps = 4;

    private static readonly TimeSpan BatchInterval = TimeSpan.FromMilliseconds(10);

    /// <summary>
    /// The queue counts its bound itself, because readers and writers of the platform's bounded channel contend for one lock. The
    /// channel has no single-reader option, because a drain that times out reads concurrently with the pump.
    /// </summary>
    private readonly Channel<AuditEvent> _events;

    private readonly IAuditSink _sink;
    private readonly AuditOptions _options;
    private readonly TimeProvider _time;
    private readonly AuditLossReporter _losses;
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _wakeThreshold;
    private readonly Lock _pumpLock = new();
    private (SinkWriter Writer, long Write)? _waitingForPump;
    private int _blockedPumps;
    private TaskCompletionSource _wakeSignal = CreateWakeSignal();
    private int _count;

    public AuditQueue(IAuditSink sink, AuditOptions options, TimeProvider time, AuditLossReporter losses)
    {
        _sink = sink;
        _options = options;
        _time = time;
        _losses = losses;
        _wakeThreshold = options.QueueCapacity / 2;
        _events = Channel.CreateUnbounded<AuditEvent>();
        StartPump();
    }

    /// <summary>Adds an event. If the queue is full or closed, the event is counted as lost.</summary>
    public void Enqueue(AuditEvent auditEvent)
    {
        var count = Interlocked.Increment(ref _count);
        if (count <= _options.QueueCapacity && _events.Writer.TryWrite(auditEvent))
        {
            if (count == _wakeThreshold)
            {
                WakePump();
            }

            return;
        }

        Interlocked.Decrement(ref _count);
        _losses.RecordLoss("the queue was full or closed");
    }

    /// <summary>Closes the queue and waits until it is empty. Events that remain after the drain timeout are counted as lost.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        _events.Writer.TryComplete();
        WakePump();
        try
        {
            await _drained.Task.WaitAsync(_options.DrainTimeout, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            while (TryDequeue(out _))
            {
                _losses.RecordLoss("the drain timeout elapsed at shutdown");
            }
        }

        _losses.ReportPending();
    }

    private bool TryDequeue([NotNullWhen(true)] out AuditEvent? auditEvent)
    {
        var dequeued = _events.Reader.TryRead(out auditEvent);
        if (dequeued)
        {
            Interlocked.Decrement(ref _count);
        }

        return dequeued;
    }

    /// <summary>
    /// Writes events until the queue is closed and empty. Under load the pump reads at intervals, because waking it for each event
    /// would cost a request more than the event itself. It wakes early when the queue is half full or closed.
    /// </summary>
    private async Task PumpAsync()
    {
        using var writer = new SinkWriter(_sink, _options, _time, _losses, OnBlocked);
        var group = _sink is INonBlockingAuditSink ? new GroupWriter(_sink, _losses) : null;
        while (await _events.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            var wakeSignal = CreateWakeSignal();
            Interlocked.Exchange(ref _wakeSignal, wakeSignal);
            if (group is not null)
            {
                await WriteWaitingAsync(group).ConfigureAwait(false);
            }
            else if (!await TryWriteWaitingAsync(writer).ConfigureAwait(false))
            {
                OnReplacedPumpReturned();
                return;
            }

            if (_options.QueueCapacity >= MinBatchingCapacity)
            {
                await WaitForBatchAsync(wakeSignal.Task).ConfigureAwait(false);
            }
        }

        _drained.TrySetResult();
    }

    private async ValueTask WriteWaitingAsync(GroupWriter group)
    {
        while (TryDequeue(out var auditEvent))
        {
            group.Start(auditEvent);
            if (group.IsFull)
            {
                await group.FinishAsync().ConfigureAwait(false);
            }
        }

        await group.FinishAsync().ConfigureAwait(false);
    }

    /// <returns>False if another pump has taken over.</returns>
    private async ValueTask<bool> TryWriteWaitingAsync(SinkWriter writer)
    {
        while (TryDequeue(out var auditEvent))
        {
            if (!await writer.WriteAsync(auditEvent).ConfigureAwait(false))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Waits on the system clock, because the clock of the application may stand still.</summary>
    private static async Task WaitForBatchAsync(Task wakeSignal) =>
        await wakeSignal.WaitAsync(BatchInterval, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private static TaskCompletionSource CreateWakeSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void WakePump() => Volatile.Read(ref _wakeSignal).TrySetResult();

    private void StartPump() => ThreadPool.UnsafeQueueUserWorkItem(static queue => _ = queue.PumpAsync(), this, preferLocal: false);

    /// <summary>Starts another pump in place of one that is blocked, unless too many are blocked.</summary>
    private void OnBlocked(SinkWriter writer, long write)
    {
        lock (_pumpLock)
        {
            if (_blockedPumps >= MaxBlockedPumps)
            {
                _waitingForPump = (writer, write);
                return;
            }

            if (!writer.TryReplace(write))
            {
                return;
            }

            _blockedPumps++;
        }

        _losses.RecordLoss(nameof(TimeoutException));
        StartPump();
    }

    private void OnReplacedPumpReturned()
    {
        (SinkWriter Writer, long Write)? next;
        lock (_pumpLock)
        {
            _blockedPumps--;
            next = _waitingForPump;
            _waitingForPump = null;
        }

        if (next is var (writer, write))
        {
            OnBlocked(writer, write);
        }
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace HipaaJwt.Auditing;

/// <summary>The bounded queue before one best-effort sink, and the one task that empties it in order.</summary>
internal sealed class AuditQueue
{
    /// <summary>A smaller queue could be full before the pump, woken at its half, has come.</summary>
    private const int LeastCapacityToGather = 1_000;

    private static readonly TimeSpan GatheringTime = TimeSpan.FromMilliseconds(10);

    /// <summary>
    /// Its bound is counted here: the platform's bounded channel makes whoever reads and whoever writes wait for one lock. A
    /// drain whose time is over reads beside the pump, so the channel must not count on a single reader.
    /// </summary>
    private readonly Channel<AuditEvent> _events;

    private readonly IAuditSink _sink;
    private readonly AuditOptions _options;
    private readonly TimeProvider _time;
    private readonly AuditLossReporter _losses;
    private readonly Task _pump;
    private readonly int _manyWaiting;
    private TaskCompletionSource _gathering = NewGathering();
    private int _waiting;

    public AuditQueue(IAuditSink sink, AuditOptions options, TimeProvider time, AuditLossReporter losses)
    {
        _sink = sink;
        _options = options;
        _time = time;
        _losses = losses;
        _manyWaiting = options.QueueCapacity / 2;
        _events = Channel.CreateUnbounded<AuditEvent>();
        _pump = Task.Run(PumpAsync);
    }

    public void Enqueue(AuditEvent auditEvent)
    {
        var waiting = Interlocked.Increment(ref _waiting);
        if (waiting <= _options.QueueCapacity && _events.Writer.TryWrite(auditEvent))
        {
            if (waiting == _manyWaiting)
            {
                EndGathering();
            }

            return;
        }

        Interlocked.Decrement(ref _waiting);
        _losses.Add("the queue was full or closed");
    }

    /// <summary>Closes the queue and waits until it is empty; what is left after the limit is counted as lost.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        _events.Writer.TryComplete();
        EndGathering();
        try
        {
            await _pump.WaitAsync(_options.DrainTimeout, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            while (TryTake(out _))
            {
                _losses.Add("the time for shutdown was over");
            }
        }

        _losses.Report();
    }

    private bool TryTake([NotNullWhen(true)] out AuditEvent? auditEvent)
    {
        var taken = _events.Reader.TryRead(out auditEvent);
        if (taken)
        {
            Interlocked.Decrement(ref _waiting);
        }

        return taken;
    }

    /// <summary>
    /// Under load the pump looks for events at intervals instead of being woken for each one, which would cost every request
    /// more than the event itself does. It is woken when the queue is half full, or closed.
    /// </summary>
    private async Task PumpAsync()
    {
        using var limit = new WriteLimit(_options.WriteTimeout, _time);
        while (await _events.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            var gathering = NewGathering();
            Interlocked.Exchange(ref _gathering, gathering);
            while (TryTake(out var auditEvent))
            {
                await WriteAsync(auditEvent, limit).ConfigureAwait(false);
            }

            if (_options.QueueCapacity >= LeastCapacityToGather)
            {
                await GatherAsync(gathering.Task).ConfigureAwait(false);
            }
        }
    }

    /// <summary>It is no statement about time, so it goes by the machine's clock whatever the application's is.</summary>
    private static async Task GatherAsync(Task gathering) =>
        await gathering.WaitAsync(GatheringTime, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private static TaskCompletionSource NewGathering() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void EndGathering() => Volatile.Read(ref _gathering).TrySetResult();

#pragma warning disable CA1031 // Whatever a sink throws, the event is lost and the next one is tried.
    private async ValueTask WriteAsync(AuditEvent auditEvent, WriteLimit limit)
    {
        try
        {
            var token = limit.Start();
            var writing = _sink.WriteAsync(auditEvent, token);
            if (!writing.IsCompletedSuccessfully)
            {
                await writing.AsTask().WaitAsync(token).ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            _losses.Add(exception.GetType().Name);
        }
    }
#pragma warning restore CA1031
}

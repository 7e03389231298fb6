using System.Threading.Channels;

namespace HipaaJwt.Auditing;

/// <summary>The bounded queue before one best-effort sink, and the one task that empties it in order.</summary>
internal sealed class AuditQueue
{
    private readonly Channel<AuditEvent> _events;
    private readonly IAuditSink _sink;
    private readonly AuditOptions _options;
    private readonly TimeProvider _time;
    private readonly LossReport _losses;
    private readonly Task _pump;

    public AuditQueue(IAuditSink sink, AuditOptions options, TimeProvider time, LossReport losses)
    {
        _sink = sink;
        _options = options;
        _time = time;
        _losses = losses;
        _events = Channel.CreateBounded<AuditEvent>(new BoundedChannelOptions(options.QueueCapacity) { SingleReader = true });
        _pump = Task.Run(PumpAsync);
    }

    public void Enqueue(AuditEvent auditEvent)
    {
        if (!_events.Writer.TryWrite(auditEvent))
        {
            _losses.Add("a full or closed queue");
        }
    }

    /// <summary>Closes the queue and waits until it is empty; what is left after the limit is counted as lost.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        _events.Writer.TryComplete();
        try
        {
            await _pump.WaitAsync(_options.DrainTimeout, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            while (_events.Reader.TryRead(out _))
            {
                _losses.Add("the end of the time for shutdown");
            }
        }

        _losses.Report();
    }

#pragma warning disable CA1031 // Whatever a sink throws, the event is lost and the next one is tried.
    private async Task PumpAsync()
    {
        await foreach (var auditEvent in _events.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            using var limit = new CancellationTokenSource(_options.WriteTimeout, _time);
            try
            {
                await _sink.WriteAsync(auditEvent, limit.Token).AsTask().WaitAsync(limit.Token).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                _losses.Add(exception.GetType().Name);
            }
        }
    }
#pragma warning restore CA1031
}

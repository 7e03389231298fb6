using System.Collections.Immutable;
using HipaaJwt.Diagnostics;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.Auditing;

/// <summary>Waits for each required sink, then queues the event for each best-effort one.</summary>
internal sealed class AuditTrail : IAuditTrail, IAsyncDisposable, IDisposable
{
    private readonly ImmutableArray<(string Name, IAuditSink Sink)> _required;
    private readonly ImmutableArray<AuditQueue> _queues;
    private readonly AuditOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    public AuditTrail(
        ImmutableArray<(string Name, IAuditSink Sink)> required,
        ImmutableArray<AuditQueue> queues,
        AuditOptions options,
        TimeProvider time,
        ILogger logger)
    {
        _required = required;
        _queues = queues;
        _options = options;
        _time = time;
        _logger = logger;
    }

    public bool IsEnabled => _required.Length + _queues.Length > 0;

    public ValueTask<bool> RecordAsync(AuditEvent auditEvent, CancellationToken cancellationToken = default)
    {
        if (!_required.IsEmpty)
        {
            return RecordRequiredAsync(auditEvent, cancellationToken);
        }

        Enqueue(auditEvent);
        return new ValueTask<bool>(true);
    }

    /// <summary>Empties the queues, as far as the time allows.</summary>
    public Task DrainAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_queues.Select(queue => queue.DrainAsync(cancellationToken)));

    public async ValueTask DisposeAsync() => await DrainAsync(CancellationToken.None).ConfigureAwait(false);

    /// <summary>A provider that is disposed of without awaiting refuses services that can only be awaited.</summary>
    public void Dispose() => DrainAsync(CancellationToken.None).GetAwaiter().GetResult();

    private void Enqueue(AuditEvent auditEvent)
    {
        foreach (var queue in _queues)
        {
            queue.Enqueue(auditEvent);
        }
    }

    /// <summary>The best-effort sinks are told last, for a required sink that fails turns the decision into a refusal.</summary>
    private async ValueTask<bool> RecordRequiredAsync(AuditEvent auditEvent, CancellationToken cancellationToken)
    {
        foreach (var (name, sink) in _required)
        {
            if (!await TryWriteAsync(name, sink, auditEvent, cancellationToken).ConfigureAwait(false))
            {
                Enqueue(auditEvent.AsUnavailable());
                return false;
            }
        }

        Enqueue(auditEvent);
        return true;
    }

#pragma warning disable CA1031 // Whatever a sink throws, its event is not recorded and the decision is refused.
    private async Task<bool> TryWriteAsync(string name, IAuditSink sink, AuditEvent auditEvent, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_options.WriteTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            // A sink that ignores its token must not hold the decision: the wait itself has the limit.
            await sink.WriteAsync(auditEvent, either.Token).AsTask().WaitAsync(either.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception exception)
        {
            Log.RequiredSinkFailed(_logger, name, exception.GetType().Name);
            return false;
        }
    }
#pragma warning restore CA1031
}

using System.Collections.Immutable;
using HipaaJwt.Diagnostics;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.Auditing;

/// <summary>Waits for each required sink, and then queues the event for each best-effort sink.</summary>
internal sealed class AuditTrail : IAuditTrail, IAsyncDisposable, IDisposable
{
    private readonly EventIds _ids = new();
    private readonly string _hostName = Environment.MachineName;
    private readonly ImmutableArray<RequiredSink> _required;
    private readonly ImmutableArray<AuditQueue> _queues;
    private readonly TimeProvider _time;
    private readonly AuditTelemetry _telemetry;

    public AuditTrail(
        ImmutableArray<RequiredSink> required, ImmutableArray<AuditQueue> queues, TimeProvider time, AuditTelemetry telemetry)
    {
        _required = required;
        _queues = queues;
        _time = time;
        _telemetry = telemetry;
    }

    public bool IsEnabled => _required.Length + _queues.Length > 0;

    public AuditStamp CreateStamp()
    {
        var now = _time.GetUtcNow();
        return new AuditStamp(_ids.Next(now), now, _hostName);
    }

    public ValueTask<bool> RecordAsync(AuditEvent auditEvent, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(auditEvent);
        var stamped = auditEvent.Id == Guid.Empty ? WithStamp(auditEvent) : auditEvent;
        if (!_required.IsEmpty)
        {
            return RecordRequiredAsync(stamped, cancellationToken);
        }

        Enqueue(stamped);
        return new ValueTask<bool>(true);
    }

    /// <summary>Closes the queues and waits until they are empty, for at most the drain timeout.</summary>
    public Task DrainAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_queues.Select(queue => queue.DrainAsync(cancellationToken)));

    public async ValueTask DisposeAsync() => await DrainAsync(CancellationToken.None).ConfigureAwait(false);

    /// <summary>
    /// Drains the queues synchronously. A service provider that is disposed synchronously throws if a service implements only
    /// <see cref="DisposeAsync"/>.
    /// </summary>
    public void Dispose() => DrainAsync(CancellationToken.None).GetAwaiter().GetResult();

    private AuditEvent WithStamp(AuditEvent auditEvent)
    {
        var stamp = CreateStamp();
        return auditEvent with { Id = stamp.Id, Time = stamp.Time, ServerHost = auditEvent.ServerHost ?? stamp.ServerHost };
    }

    /// <summary>Queues an event that all required sinks have, and counts it.</summary>
    private void Enqueue(AuditEvent auditEvent)
    {
        _telemetry.RecordEvent(auditEvent);
        foreach (var queue in _queues)
        {
            queue.Enqueue(auditEvent);
        }
    }

    /// <summary>Queues the event for the best-effort sinks last, because a required sink that fails changes the decision.</summary>
    private async ValueTask<bool> RecordRequiredAsync(AuditEvent auditEvent, CancellationToken cancellationToken)
    {
        foreach (var sink in _required)
        {
            if (!await sink.TryWriteAsync(auditEvent, cancellationToken).ConfigureAwait(false))
            {
                await RecordUnavailableAsync(auditEvent, sink, cancellationToken).ConfigureAwait(false);
                return false;
            }
        }

        Enqueue(auditEvent);
        return true;
    }

    /// <summary>
    /// Sends a second event, which records the denial, to all sinks except the one that failed. A sink that has written the first
    /// event keeps it. Both events share the request identifier.
    /// </summary>
    private async Task RecordUnavailableAsync(AuditEvent auditEvent, RequiredSink failed, CancellationToken cancellationToken)
    {
        var isAccessDecision = auditEvent.Type is AuditEventType.AccessGranted or AuditEventType.AccessDenied;
        var stamp = CreateStamp();
        var denial = auditEvent with
        {
            Id = stamp.Id,
            Time = stamp.Time,
            Type = isAccessDecision ? AuditEventType.AccessDenied : AuditEventType.TokenRejected,
            Outcome = AuditOutcome.Failure,
            ReasonCode = JwtErrorCode.AuditUnavailable,
            ReasonMember = null,
        };
        Enqueue(denial);
        var otherSinks = _required.Where(sink => sink != failed);
        await Task.WhenAll(otherSinks.Select(sink => sink.TryWriteAsync(denial, cancellationToken))).ConfigureAwait(false);
    }
}

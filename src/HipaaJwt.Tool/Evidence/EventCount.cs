using HipaaJwt.Tool.Sources;

namespace HipaaJwt.Tool.Evidence;

/// <summary>How often events of one type were recorded, and when first and last.</summary>
internal sealed record EventCount(long Count, DateTimeOffset First, DateTimeOffset Last)
{
    /// <summary>Counts the events of a log by their types, in constant memory.</summary>
    public static async Task<IReadOnlyDictionary<AuditEventType, EventCount>> ReadAsync(
        OpenLog log, AuditLogQuery period, CancellationToken cancellation)
    {
        Dictionary<AuditEventType, EventCount> counts = [];
        await foreach (var entry in log.ReadAsync(new AuditLogReader(), period, cancellation).ConfigureAwait(false))
        {
            if (entry.Event is not { } auditEvent)
            {
                continue;
            }

            counts[auditEvent.Type] = counts.TryGetValue(auditEvent.Type, out var count)
                ? count.With(auditEvent.Time)
                : new EventCount(1, auditEvent.Time, auditEvent.Time);
        }

        return counts;
    }

    private EventCount With(DateTimeOffset time) => new(Count + 1, time < First ? time : First, time > Last ? time : Last);
}

using HipaaJwt;
using Microsoft.Extensions.Options;

namespace ClinicApi.Auditing;

/// <summary>
/// Reads the audit log for the information system activity review (45 CFR 164.308(a)(1)(ii)(D)). It reads the files of all instances from
/// their start, which is fast enough for a sample.
/// </summary>
public sealed class AuditReview(IOptions<FileAuditLogOptions> options)
{
    private const int Latest = 100;

    private readonly AuditLogReader _reader = new();

    /// <summary>Returns the latest decisions, newest first.</summary>
    public async Task<IReadOnlyList<AuditEntry>> LatestAsync(CancellationToken cancellationToken) =>
        [.. (await FindAsync(_ => true, cancellationToken)).TakeLast(Latest).Reverse()];

    /// <summary>Returns the decisions of one request.</summary>
    public Task<IReadOnlyList<AuditEntry>> FindByTraceAsync(string trace, CancellationToken cancellationToken) =>
        FindAsync(auditEvent => auditEvent.TraceId == trace, cancellationToken);

    /// <summary>Counts the decisions of all requests.</summary>
    public async Task<long> CountAsync(CancellationToken cancellationToken) =>
        (await FindAsync(auditEvent => auditEvent.TraceId is not null, cancellationToken)).Count;

    /// <summary>Returns what the clinic did by itself, such as ending idle sessions.</summary>
    public Task<IReadOnlyList<AuditEntry>> FindBackgroundAsync(CancellationToken cancellationToken) =>
        FindAsync(auditEvent => auditEvent.TraceId is null && !IsAboutLog(auditEvent), cancellationToken);

    private static bool IsAboutLog(AuditEvent auditEvent) =>
        auditEvent.Type is >= AuditEventType.AuditLogStarted and <= AuditEventType.AuditLogReviewed;

    private async Task<IReadOnlyList<AuditEntry>> FindAsync(Func<AuditEvent, bool> predicate, CancellationToken cancellationToken)
    {
        List<AuditEntry> entries = [];
        await foreach (var entry in _reader.ReadAsync(options.Value.Directory, new AuditLogQuery(), cancellationToken))
        {
            if (entry.Event is { } auditEvent && predicate(auditEvent))
            {
                entries.Add(AuditEntry.From(auditEvent));
            }
        }

        return entries;
    }
}

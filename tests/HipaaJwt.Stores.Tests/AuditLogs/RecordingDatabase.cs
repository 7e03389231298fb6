namespace HipaaJwt.Stores.Tests.AuditLogs;

/// <summary>Keeps the batches that a log writes to a database.</summary>
internal sealed class RecordingDatabase(IAuditLogDatabase database) : DecoratedDatabase(database)
{
    public List<IReadOnlyList<AuditLogRow>> Batches { get; } = [];

    public override ValueTask AppendAsync(
        IReadOnlyList<Guid> eventIds,
        Func<AuditLogHead, IReadOnlyList<AuditLogRow>, AuditLogAppend> build,
        CancellationToken cancellationToken) => base.AppendAsync(
            eventIds,
            (head, existing) =>
            {
                var append = build(head, existing);
                Batches.Add(append.Rows);
                return append;
            },
            cancellationToken);

    public override async ValueTask<bool> TryAppendAsync(
        AuditLogHead expected, AuditLogAppend append, CancellationToken cancellationToken)
    {
        var isWritten = await base.TryAppendAsync(expected, append, cancellationToken);
        if (isWritten)
        {
            Batches.Add(append.Rows);
        }

        return isWritten;
    }
}

namespace HipaaJwt.Stores.Tests.AuditLogs;

/// <summary>Counts the rows that a reader of a database reads.</summary>
internal sealed class CountingDatabase(IAuditLogDatabase database) : DecoratedDatabase(database)
{
    public int RowsRead { get; private set; }

    public override async ValueTask<IReadOnlyList<AuditLogRow>> ReadEventsAsync(
        long first, int count, bool withRecords, CancellationToken cancellationToken)
    {
        var rows = await base.ReadEventsAsync(first, count, withRecords, cancellationToken);
        RowsRead += rows.Count;
        return rows;
    }
}

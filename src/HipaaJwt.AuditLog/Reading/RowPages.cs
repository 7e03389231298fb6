namespace HipaaJwt.AuditLog.Reading;

/// <summary>Reads rows of a database in pages, on the thread pool, because a database may block its caller.</summary>
internal static class RowPages
{
    /// <summary>The number of rows of a page.</summary>
    public const int Size = 1_024;

    /// <summary>Reads the rows from one index to another one, exclusive. It ends at the first page without rows.</summary>
    /// <param name="database">The database.</param>
    /// <param name="from">The first index, 0 or more.</param>
    /// <param name="to">The index after the last row.</param>
    /// <param name="withRecords">Whether to read the records; otherwise they are empty.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public static async IAsyncEnumerable<IReadOnlyList<AuditLogRow>> ReadAsync(
        IAuditLogDatabase database,
        long from,
        long to,
        bool withRecords,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (from < to)
        {
            var (first, count) = (from, (int)Math.Min(Size, to - from));
            var rows = await Task.Run(
                () => database.ReadEventsAsync(first, count, withRecords, cancellationToken).AsTask(), cancellationToken)
                .ConfigureAwait(false);
            if (rows.Count == 0)
            {
                yield break;
            }

            yield return rows;
            from = Math.Max(from, rows[^1].Index) + 1;
        }
    }
}

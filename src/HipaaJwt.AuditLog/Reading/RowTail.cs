using System.Runtime.CompilerServices;

namespace HipaaJwt.AuditLog.Reading;

/// <summary>Reads the end of the log of a database, and what is appended to it later. Not thread-safe.</summary>
internal sealed class RowTail
{
    private readonly IAuditLogDatabase _database;
    private readonly EntryFilter _filter;
    private long _next;

    public RowTail(IAuditLogDatabase database, EntryFilter filter) => (_database, _filter) = (database, filter);

    /// <summary>Reads the last selected records, and goes to the end of the log.</summary>
    public async Task<IReadOnlyList<AuditLogEntry>> ReadLastAsync(int count, CancellationToken cancellationToken)
    {
        List<AuditLogEntry> last = [];
        var state = await DatabaseReader.StateOfAsync(_database, cancellationToken).ConfigureAwait(false);
        _next = state?.EndIndex ?? 0;
        for (var end = _next; end > 0 && last.Count < count; end = Math.Max(0, end - RowPages.Size))
        {
            last.InsertRange(0, await ReadAsync(state!.Head.Origin, Math.Max(0, end - RowPages.Size), end, cancellationToken)
                .ConfigureAwait(false));
        }

        return [.. last.TakeLast(count)];
    }

    /// <summary>Reads the selected records that were appended since the last call.</summary>
    public async IAsyncEnumerable<AuditLogEntry> ReadNewAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await DatabaseReader.StateOfAsync(_database, cancellationToken).ConfigureAwait(false) is not { } state)
        {
            yield break;
        }

        while (_next < state.EndIndex)
        {
            var end = Math.Min(_next + RowPages.Size, state.EndIndex);
            foreach (var entry in await ReadAsync(state.Head.Origin, _next, end, cancellationToken).ConfigureAwait(false))
            {
                yield return entry;
            }

            _next = end;
        }
    }

    private async Task<List<AuditLogEntry>> ReadAsync(string origin, long from, long to, CancellationToken cancellationToken)
    {
        List<AuditLogEntry> entries = [];
        var pages = RowPages.ReadAsync(_database, from, to, withRecords: true, cancellationToken);
        await foreach (var rows in pages.ConfigureAwait(false))
        {
            foreach (var row in _filter.Selects(origin) ? rows : [])
            {
                if (row.Index < to && _filter.TryRead(origin, row) is { } entry)
                {
                    entries.Add(entry);
                }
            }
        }

        return entries;
    }
}

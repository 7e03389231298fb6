using System.Runtime.CompilerServices;

namespace HipaaJwt.AuditLog.Reading;

/// <summary>Reads the only stream of a database.</summary>
internal static class DatabaseReader
{
    /// <summary>Reads the selected records up to the end that the log has at the start.</summary>
    public static async IAsyncEnumerable<AuditLogEntry> ReadAsync(
        IAuditLogDatabase database, EntryFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await StateOfAsync(database, cancellationToken).ConfigureAwait(false) is not { } state
            || !filter.Selects(state.Head.Origin))
        {
            yield break;
        }

        var pages = RowPages.ReadAsync(database, 0, state.EndIndex, withRecords: true, cancellationToken);
        await foreach (var rows in pages.ConfigureAwait(false))
        {
            foreach (var row in rows)
            {
                if (row.Index < state.EndIndex && filter.TryRead(state.Head.Origin, row) is { } entry)
                {
                    yield return entry;
                }
            }
        }
    }

    /// <summary>Reads the last records and then new ones until it is canceled.</summary>
    public static async IAsyncEnumerable<AuditLogEntry> FollowAsync(
        IAuditLogDatabase database,
        EntryFilter filter,
        int last,
        TimeProvider time,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(DirectoryReader.PollInterval, time);
        var tail = new RowTail(database, filter);
        foreach (var entry in await tail.ReadLastAsync(last, cancellationToken).ConfigureAwait(false))
        {
            yield return entry;
        }

        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
        {
            await foreach (var entry in tail.ReadNewAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return entry;
            }
        }
    }

    /// <summary>Reads the state on the thread pool, because a database may block its caller.</summary>
    public static Task<AuditLogDatabaseState?> StateOfAsync(IAuditLogDatabase database, CancellationToken cancellationToken) =>
        Task.Run(() => database.ReadStateAsync(cancellationToken).AsTask(), cancellationToken);
}

using System.Runtime.CompilerServices;
using HipaaJwt.AuditLog.Streams;

namespace HipaaJwt.AuditLog.Reading;

/// <summary>Reads all streams of a directory, merged by the times of their records.</summary>
internal static class DirectoryReader
{
    /// <summary>How often a reader looks for new records.</summary>
    public static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);

    public static async IAsyncEnumerable<AuditLogEntry> ReadAsync(
        string directory, EntryFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var cursors = new List<StreamCursor>();
        try
        {
            foreach (var (stream, origin) in Streams(directory, filter))
            {
                var cursor = new StreamCursor(stream, origin, filter);
                cursors.Add(cursor);
                await cursor.MoveNextAsync(cancellationToken).ConfigureAwait(false);
            }

            while (cursors.Where(cursor => cursor.Current is not null).MinBy(cursor => cursor.Time) is { } next)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return next.Current!;
                await next.MoveNextAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            cursors.ForEach(cursor => cursor.Dispose());
        }
    }

    /// <summary>Reads the last records and then new ones until it is canceled.</summary>
    public static async IAsyncEnumerable<AuditLogEntry> FollowAsync(
        string directory, EntryFilter filter, int last, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(PollInterval, time);
        var tails = new Dictionary<string, StreamTail>(StringComparer.Ordinal);
        var ends = new List<AuditLogEntry>();
        foreach (var (stream, origin) in Streams(directory, filter))
        {
            tails[stream] = new StreamTail(stream, origin, filter);
            ends.AddRange(tails[stream].ReadLast(last));
        }

        foreach (var entry in InOrder(ends).TakeLast(last))
        {
            yield return entry;
        }

        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
        {
            foreach (var (stream, origin) in Streams(directory, filter))
            {
                tails.TryAdd(stream, new StreamTail(stream, origin, filter));
            }

            foreach (var entry in InOrder([.. tails.Values.SelectMany(tail => tail.ReadNew())]))
            {
                yield return entry;
            }
        }
    }

    /// <summary>Merges by time. The order is stable, so records without a time stay behind those before them.</summary>
    private static IEnumerable<AuditLogEntry> InOrder(IReadOnlyList<AuditLogEntry> entries)
    {
        var time = DateTimeOffset.MinValue;
        return entries.Select(entry => (Entry: entry, Time: time = entry.Event?.Time ?? time)).OrderBy(item => item.Time)
            .Select(item => item.Entry);
    }

    private static IEnumerable<(string Stream, string Origin)> Streams(string directory, EntryFilter filter)
    {
        foreach (var stream in StreamDirectories.Find(directory))
        {
            if (StreamDirectories.OriginOf(stream) is { } origin && filter.Selects(origin))
            {
                yield return (stream, origin);
            }
        }
    }
}

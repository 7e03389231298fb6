using System.Globalization;
using System.Text;
using HipaaJwt.AuditLog.Diagnostics;
using HipaaJwt.AuditLog.Disks;
using HipaaJwt.AuditLog.Engine;
using HipaaJwt.AuditLog.Format;
using HipaaJwt.AuditLog.Records;
using HipaaJwt.AuditLog.Writing;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.AuditLog.Retention;

/// <summary>
/// Archives closed segments and deletes those whose retention has passed. The deletion is an event of the log, and a checkpoint that covers
/// the event is anchored before a file is deleted.
/// </summary>
internal sealed class SegmentKeeper : IAsyncDisposable
{
    private const string ArchivedFile = "archived";

    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);
    private static readonly TimeSpan CoverLimit = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan CoverPoll = TimeSpan.FromMilliseconds(100);

    private readonly PhysicalDisk _disk;
    private readonly LogEngine _engine;
    private readonly FileAuditLogOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Task _work;

    public SegmentKeeper(PhysicalDisk disk, LogEngine engine, FileAuditLogOptions options, TimeProvider time, ILogger logger)
    {
        _disk = disk;
        _engine = engine;
        _options = options;
        _time = time;
        _logger = logger;
        _work = Task.Run(RunAsync);
    }

    private bool IsHeld => new AuditLogHolds(_options.Directory).IsHeld;

    private LogStream Stream => _engine.Stream;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _work.ConfigureAwait(false);
        _stop.Dispose();
        _turn.Dispose();
    }

    /// <summary>Archives and deletes what is due now.</summary>
    public async Task KeepAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await ArchiveAsync(cancellationToken).ConfigureAwait(false);
            await PruneAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

#pragma warning disable CA1031 // An archive may throw any exception.
    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(Interval, _time);
        try
        {
            do
            {
                try
                {
                    await KeepAsync(_stop.Token).ConfigureAwait(false);
                }
                catch (Exception exception) when (exception is not OperationCanceledException || !_stop.IsCancellationRequested)
                {
                    Log.PruningFailed(_logger, exception.GetType().Name);
                }
            }
            while (await timer.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // The log is closed.
        }
    }
#pragma warning restore CA1031

    private async Task ArchiveAsync(CancellationToken cancellationToken)
    {
        var newest = Stream.PathOf(StreamFiles.Checkpoint);
        if (_options.Archive is not { } archive || !AuditLogCheckpoint.TryParse(_disk.ReadText(newest), out var checkpoint))
        {
            return;
        }

        var archived = Archived();
        foreach (var (first, next) in ClosedSegments().Where(segment => segment.First > archived && segment.Next <= checkpoint.Size))
        {
            await archive.StoreAsync(Stream.Origin, Stream.SegmentPath(first), checkpoint, cancellationToken).ConfigureAwait(false);
            _disk.Replace(Stream.PathOf(ArchivedFile), Encoding.ASCII.GetBytes(first.ToString(CultureInfo.InvariantCulture)));
        }
    }

    private async Task PruneAsync(CancellationToken cancellationToken)
    {
        var due = Due();
        if (due.Count == 0)
        {
            return;
        }

        await _engine.AppendAsync(new LifecycleEvents(_time, Stream.Origin).Pruned(due[^1].Next)).ConfigureAwait(false);
        if (!await IsCoveredAsync(_engine.Count, cancellationToken).ConfigureAwait(false) || IsHeld)
        {
            // A hold may have been added since. The next attempt records the pruning again.
            return;
        }

        foreach (var (first, _) in due)
        {
            _disk.Delete(Stream.SegmentPath(first));
            _disk.Delete(Stream.PathOf(StreamFiles.Hashes(first)));
        }

        _disk.SyncDirectory(Stream.Directory);
        Log.Pruned(_logger, due.Count);
    }

    private List<(long First, long Next)> Due()
    {
        if (IsHeld)
        {
            return [];
        }

        var limit = _time.GetUtcNow() - _options.Retention;
        var archived = _options.Archive is null ? long.MaxValue : Archived();
        var covered = _engine.Covered;
        return [.. ClosedSegments().TakeWhile(segment =>
            segment.Next <= covered && segment.First <= archived && FirstTimeOf(segment.Next) is { } time && time < limit)];
    }

    /// <summary>The segments that are followed by another one.</summary>
    private IEnumerable<(long First, long Next)> ClosedSegments()
    {
        List<long> segments = [];
        foreach (var name in _disk.List(Stream.Directory))
        {
            if (StreamFiles.TryParseSegment(name, out var first))
            {
                segments.Add(first);
            }
        }

        segments.Sort();
        return segments.Zip(segments.Skip(1));
    }

    /// <summary>The time of the first event of a segment. All events of the segment before are older.</summary>
    private DateTimeOffset? FirstTimeOf(long first)
    {
        using var file = _disk.OpenRead(Stream.SegmentPath(first));
        using var lines = new LineReader(file);
        return lines.TryRead() && lines.TryRead() && LogLine.TryParse(lines.Line, out var line)
            ? RecordReader.TryRead(line.Json.ToArray())?.Time
            : null;
    }

    private long Archived()
    {
        var path = Stream.PathOf(ArchivedFile);
        return _disk.Exists(path) && long.TryParse(_disk.ReadText(path), NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            ? first
            : -1;
    }

    private async Task<bool> IsCoveredAsync(long count, CancellationToken cancellationToken)
    {
        var start = _time.GetTimestamp();
        while (_engine.Covered < count)
        {
            if (_time.GetElapsedTime(start) > CoverLimit)
            {
                return false;
            }

            await Task.Delay(CoverPoll, _time, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }
}

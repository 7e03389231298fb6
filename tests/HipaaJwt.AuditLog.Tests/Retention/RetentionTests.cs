using HipaaJwt.AuditLog.Tests.Files;
using HipaaJwt.AuditLog.Tests.Support;

namespace HipaaJwt.AuditLog.Tests.Retention;

/// <summary>Old segments are archived and deleted, unless there is a hold.</summary>
public sealed class RetentionTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Deletes_old_segments_and_records_it_and_the_rest_verifies()
    {
        await WriteOldSegmentsAsync();
        var before = Segments().Length;
        await KeepAsync();

        Segments().Length.Should().BeLessThan(before);
        LogFiles.Read(_directory.Path).Should().Contain(auditEvent => auditEvent.Type == AuditEventType.AuditLogPruned);
        await WriteOldSegmentsAsync();
        await LogFiles.ExpectValidAsync(_directory.Path);
    }

    [Fact]
    public async Task Deletes_nothing_during_a_legal_hold()
    {
        await WriteOldSegmentsAsync();
        await File.WriteAllTextAsync(_directory["case-17.hold"], "{}");
        var before = Segments();
        await KeepAsync();

        Segments().Should().Contain(before);
    }

    [Fact]
    public async Task Archives_each_segment_once_and_deletes_only_what_was_archived()
    {
        await WriteOldSegmentsAsync();
        var archive = new MemoryArchive { IsFailing = true };
        var before = Segments();
        await KeepAsync(archive);
        Segments().Should().Contain(before, "nothing was archived");

        archive.IsFailing = false;
        await KeepAsync(archive);
        await KeepAsync(archive);
        archive.Stored.Should().OnlyHaveUniqueItems().And.Contain(before[..2]);
        Segments().Should().NotContain(before[0]);
    }

    private string[] Segments() =>
        [.. Directory.EnumerateFiles(_directory.Path, "*.jsonl", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private async Task WriteOldSegmentsAsync()
    {
        await using var log = await OpenAsync(new OffsetTime(TimeSpan.FromDays(-30)));
        await Task.WhenAll(Enumerable.Range(0, 600).Select(number => log.WriteAsync(SimulatedLog.Event($"r-{number}") with
        {
            Time = TimeProvider.System.GetUtcNow().AddDays(-30),
        }).AsTask()));
        await Task.WhenAll(Enumerable.Range(0, 600).Select(number => log.WriteAsync(SimulatedLog.Event($"s-{number}") with
        {
            Time = TimeProvider.System.GetUtcNow().AddDays(-30),
        }).AsTask()));
    }

    private async Task KeepAsync(IAuditLogArchive? archive = null)
    {
        await using var log = await OpenAsync(TimeProvider.System, archive);
        var keeper = log.Log.Services.OfType<HipaaJwt.AuditLog.Retention.SegmentKeeper>().Single();
        try
        {
            await keeper.KeepAsync(CancellationToken.None);
        }
        catch (InvalidOperationException) when (archive is MemoryArchive { IsFailing: true })
        {
            // The archive fails.
        }
    }

    private Task<FileAuditLog> OpenAsync(TimeProvider time, IAuditLogArchive? archive = null)
    {
        var options = WriterProgram.OptionsOf(_directory.Path);
        options.Retention = TimeSpan.FromDays(7);
        options.Archive = archive;
        return FileAuditLog.OpenAsync(options, time);
    }

    private sealed class MemoryArchive : IAuditLogArchive
    {
        public bool IsFailing { get; set; }

        public List<string> Stored { get; } = [];

        public ValueTask StoreAsync(string origin, string segmentFile, AuditLogCheckpoint checkpoint, CancellationToken cancellationToken)
        {
            if (IsFailing)
            {
                throw new InvalidOperationException("The archive is down.");
            }

            Stored.Add(segmentFile);
            return ValueTask.CompletedTask;
        }
    }

    /// <summary>The system's clock, with another date.</summary>
    private sealed class OffsetTime(TimeSpan offset) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + offset;
    }
}

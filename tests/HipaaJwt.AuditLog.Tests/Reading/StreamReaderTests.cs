using HipaaJwt.AuditLog.Format;
using HipaaJwt.AuditLog.Tests.Support;

namespace HipaaJwt.AuditLog.Tests.Reading;

public sealed class StreamReaderTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly LogBuilder _log;

    public StreamReaderTests() => _log = new LogBuilder(_directory["one"]);

    public void Dispose()
    {
        _log.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void Records_are_read_in_order_across_segments_and_in_batches()
    {
        _log.AddMany(3).Rotate().AddMany(4).Rotate().AddMany(1).Sign();
        var reader = Reader();

        var batches = new[] { reader.Read(5), reader.Read(2), reader.Read(10), reader.Read(10) };

        batches.Select(batch => batch.Count).Should().Equal(5, 2, 1, 0);
        batches.SelectMany(batch => batch).Select(entry => entry.Index).Should().Equal(0, 1, 2, 3, 4, 5, 6, 7);
        reader.Next.Should().Be(8);
    }

    [Fact]
    public void Records_beyond_the_newest_checkpoint_are_read_only_when_it_covers_them()
    {
        var reader = Reader();
        reader.Read(10).Should().BeEmpty("there is no checkpoint");
        _log.AddMany(2).Sign().AddMany(1);

        reader.Read(10).Should().HaveCount(2);
        reader.Read(10).Should().BeEmpty();
        _log.Sign();

        reader.Read(10).Should().ContainSingle().Which.Index.Should().Be(2);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void Reading_starts_at_any_record(long first)
    {
        _log.AddMany(3).Rotate().AddMany(3).Sign();

        Reader(first).Read(10).Select(entry => entry.Index).Should().Equal(
            Enumerable.Range((int)first, 6 - (int)first).Select(index => (long)index));
    }

    [Fact]
    public void Void_bytes_of_an_abandoned_segment_are_not_read()
    {
        _log.AddMany(1).End(SegmentEnd.Abandoned, "1 void\n").AddMany(1).Sign();

        Reader().Read(10).Select(entry => entry.Index).Should().Equal(0, 1, 2);
    }

    [Fact]
    public void A_redacted_record_is_read_as_such()
    {
        _log.AddMany(2).Sign().Redact(0);

        Reader().Read(10).Select(entry => entry.IsRedacted).Should().Equal(true, false);
    }

    [Fact]
    public void Deleted_records_are_never_skipped_in_silence()
    {
        _log.AddMany(3).Rotate().AddMany(3).Sign().Prune(3);

        Reader().Invoking(reader => reader.Read(10)).Should().Throw<AuditLogDamagedException>().WithMessage("Record 0 *");
        Reader().FindFirst().Should().Be(3);
        Reader(3).Read(10).Should().HaveCount(4);
    }

    [Fact]
    public void A_lost_end_is_an_error()
    {
        _log.AddMany(2).Rotate().AddMany(2).Sign();
        File.Delete(_log.Segment);
        var reader = Reader();

        reader.Read(10).Should().HaveCount(2);
        reader.Invoking(again => again.Read(10)).Should().Throw<AuditLogDamagedException>().WithMessage("Record 2 *");
    }

    [Fact]
    public void A_checkpoint_of_fewer_records_than_were_read_is_an_error()
    {
        _log.AddMany(2).Sign();

        Reader(3).Invoking(reader => reader.Read(10)).Should().Throw<AuditLogDamagedException>()
            .WithMessage("Record 3 *covers 2 records only.*restored*");
    }

    [Fact]
    public async Task Files_are_read_by_the_method_for_databases_too()
    {
        _log.AddMany(3).Sign();
        var reader = Reader();

        (await reader.ReadAsync(2, TestContext.Current.CancellationToken)).Should().HaveCount(2);
        (await reader.ReadAsync(2, TestContext.Current.CancellationToken)).Should().ContainSingle().Which.Index.Should().Be(2);
        (await reader.Awaiting(target => target.ReadAsync(1, new CancellationToken(canceled: true))).Should()
            .ThrowAsync<OperationCanceledException>()).And.Should().NotBeNull();
    }

    [Fact]
    public void The_streams_of_a_directory_are_found()
    {
        using var two = new LogBuilder(_directory["two"], "clinic/2");

        AuditLogStreamReader.FindOrigins(_directory.Path).Should().Equal(_log.Origin, "clinic/2");
        AuditLogStreamReader.FindOrigins(_directory["absent"]).Should().BeEmpty();
        FluentActions.Invoking(() => new AuditLogStreamReader(_directory.Path, "clinic/3", 0)).Should()
            .Throw<DirectoryNotFoundException>();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10_001)]
    public void A_batch_has_limits(int count) =>
        Reader().Invoking(reader => reader.Read(count)).Should().Throw<ArgumentOutOfRangeException>();

    private AuditLogStreamReader Reader(long first = 0) => new(_directory.Path, _log.Origin, first);
}

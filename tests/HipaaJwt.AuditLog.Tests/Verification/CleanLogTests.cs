using HipaaJwt.AuditLog.Format;
using HipaaJwt.AuditLog.Tests.Support;

namespace HipaaJwt.AuditLog.Tests.Verification;

public sealed class CleanLogTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly LogBuilder _log;

    public CleanLogTests() => _log = new LogBuilder(_directory["stream"]);

    public void Dispose()
    {
        _log.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task A_log_of_several_segments_is_valid_if_an_anchor_covers_it()
    {
        _log.Sign().AddMany(3).Sign().Rotate().AddMany(4).Sign().Rotate().AddMany(2).Sign();

        var result = await _log.VerifyAsync(_log.Checkpoints[^1]);

        result.Should().BeEquivalentTo(new
        {
            Origin = "clinic/1",
            _log.Directory,
            Verdict = AuditLogVerdict.Valid,
            FirstIndex = 0L,
            Events = 9L,
            EventsAfterAnchor = 0L,
            UnsignedEvents = 0L,
            Checkpoints = 4L,
            Anchors = 1,
            RedactedEvents = 0L,
            VoidBytes = 0L,
            Problem = (AuditLogProblem?)null,
            Bytes = Directory.GetFiles(_log.Directory, "*.jsonl").Sum(path => new FileInfo(path).Length),
        });
    }

    [Fact]
    public async Task Events_after_the_last_anchor_are_counted()
    {
        _log.AddMany(3).Sign().AddMany(4).Sign().AddMany(2);

        var result = await _log.VerifyAsync(_log.Checkpoints[0]);

        (result.Verdict, result.EventsAfterAnchor, result.UnsignedEvents).Should().Be((AuditLogVerdict.ValidAfterAnchor, 6, 2));
    }

    [Fact]
    public async Task Without_an_anchor_all_events_are_after_the_last_anchor()
    {
        _log.AddMany(3).Sign();

        var result = await _log.VerifyAsync();

        (result.Verdict, result.EventsAfterAnchor).Should().Be((AuditLogVerdict.ValidAfterAnchor, 3));
    }

    [Fact]
    public async Task Every_anchor_is_compared_in_any_order()
    {
        _log.Sign().AddMany(3).Sign().Rotate().AddMany(4).Sign();

        var result = await _log.VerifyAsync(_log.Checkpoints[2], _log.Checkpoints[0], _log.Checkpoints[1], _log.Checkpoints[1]);

        (result.Verdict, result.Anchors).Should().Be((AuditLogVerdict.Valid, 4));
    }

    [Theory]
    [InlineData(SegmentEnd.Abandoned)]
    [InlineData(SegmentEnd.Recovered)]
    internal async Task Bytes_that_were_never_acknowledged_are_counted_if_a_record_explains_them(SegmentEnd end)
    {
        _log.AddMany(3).End(end, "3 torn").AddMany(1).Sign();

        var result = await _log.VerifyAsync(_log.Checkpoints[^1]);

        (result.Verdict, result.VoidBytes, result.Events).Should().Be((AuditLogVerdict.Valid, 6, 5));
    }

    [Fact]
    public async Task Redacted_events_are_counted()
    {
        _log.AddMany(3).Sign().Rotate().AddMany(3).Sign().Redact(1).Redact(5);

        var result = await _log.VerifyAsync(_log.Checkpoints[^1]);

        (result.Verdict, result.RedactedEvents).Should().Be((AuditLogVerdict.Valid, 2));
    }

    [Fact]
    public async Task A_pruned_log_is_valid_if_an_anchored_record_says_that_it_was_pruned()
    {
        _log.AddMany(3).Sign().Rotate().AddMany(3).Sign().Rotate().AddMany(3).Sign().Prune(6);

        var result = await _log.VerifyAsync(_log.Checkpoints[0], _log.Checkpoints[^1]);

        (result.Verdict, result.FirstIndex, result.Events, result.Anchors).Should().Be((AuditLogVerdict.Valid, 6, 4, 1));
    }

    [Fact]
    public async Task The_crash_between_the_two_files_of_checkpoints_is_no_problem()
    {
        _log.AddMany(3).Sign().AddMany(1).Sign();
        await File.WriteAllTextAsync(_log.PathOf("checkpoint"), _log.Checkpoints[0].Note, TestContext.Current.CancellationToken);

        (await _log.VerifyAsync()).Problem.Should().BeNull();
    }

    [Fact]
    public async Task The_unfinished_last_line_of_a_running_writer_is_no_problem()
    {
        _log.AddMany(3).Sign();
        await File.AppendAllTextAsync(_log.Segment, "3 unfinished", TestContext.Current.CancellationToken);

        var result = await _log.VerifyAsync(_log.Checkpoints[0]);

        (result.Verdict, result.VoidBytes).Should().Be((AuditLogVerdict.Valid, 12));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"format\":")]
    public async Task The_unfinished_header_of_a_running_writer_is_no_problem(string header)
    {
        _log.AddMany(3).Sign();
        await File.WriteAllTextAsync(_log.PathOf(StreamFiles.Segment(3)), header, TestContext.Current.CancellationToken);

        (await _log.VerifyAsync(_log.Checkpoints[0])).Verdict.Should().Be(AuditLogVerdict.Valid);
    }

    [Fact]
    public async Task Records_of_every_size_up_to_the_largest_pass_the_borders_of_blocks()
    {
        for (var index = 0; index < 200; index++)
        {
            var length = index % 3 == 0 ? LogLine.MaxJsonLength : 5_000 + (index * 37);
            _log.Add(new string('x', length));
        }

        var result = await _log.Sign().VerifyAsync(_log.Checkpoints[^1]);

        (result.Problem, result.Verdict, result.Events).Should().Be((null, AuditLogVerdict.Valid, 200));
    }

    [Fact]
    public async Task Progress_reaches_the_number_of_bytes()
    {
        _log.AddMany(3).Sign();
        var reports = new List<AuditLogProgress>();
        var options = new AuditLogVerificationOptions { Keys = { _log.Key.VerifierKey } };

        await new AuditLogVerifier(options).VerifyAsync(_log.Directory, new Reports(reports), TestContext.Current.CancellationToken);

        reports.Should().ContainSingle().Which.Events.Should().Be(3);
    }

    private sealed class Reports(List<AuditLogProgress> reports) : IProgress<AuditLogProgress>
    {
        public void Report(AuditLogProgress value) => reports.Add(value);
    }
}

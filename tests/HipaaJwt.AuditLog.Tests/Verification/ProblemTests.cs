using HipaaJwt.AuditLog.Format;
using HipaaJwt.AuditLog.Tests.Support;

namespace HipaaJwt.AuditLog.Tests.Verification;

/// <summary>Names each problem, and where it is.</summary>
public sealed class ProblemTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly LogBuilder _log;

    public ProblemTests() => _log = new LogBuilder(_directory["stream"]);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _log.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Names_the_line_of_a_changed_record()
    {
        _log.AddMany(3).Sign().Rotate().AddMany(3).Sign();
        var path = _log.PathOf(StreamFiles.Segment(3));
        using var file = TamperedFile.WithLines(path, lines => lines[2] = lines[2].Replace("\"n\":4", "\"n\":5", StringComparison.Ordinal));

        var lines = await File.ReadAllLinesAsync(path, Cancellation);
        (await _log.VerifyAsync()).Problem.Should().BeEquivalentTo(new
        {
            Code = AuditLogProblemCode.LeafMismatch,
            File = "00000000000000000003.jsonl",
            Line = 3,
            Offset = lines[0].Length + lines[1].Length + 2,
            Index = 4,
        });
    }

    [Fact]
    public async Task A_record_with_a_recomputed_hash_does_not_have_the_root_of_the_checkpoint()
    {
        _log.AddMany(3).Sign().AddMany(3).Sign();
        using var other = new LogBuilder(_directory["other"]);
        other.AddMany(4).Add("{\"n\":0}").AddMany(1);
        var forged = await File.ReadAllBytesAsync(other.Segment, Cancellation);
        using var file = new TamperedFile(_log.Segment, _ => forged);

        var problem = (await _log.VerifyAsync()).Problem!;
        (problem.Code, problem.File, problem.Index).Should().Be((AuditLogProblemCode.RootMismatch, "checkpoints", 3));
    }

    [Fact]
    public Task The_checkpoint_of_a_smaller_tree_does_not_replace_a_newer_one() =>
        AssertProblem(AuditLogProblemCode.CheckpointNotNewest, () =>
    {
        _log.AddMany(1).Sign().AddMany(1).Sign().AddMany(1).Sign();
        File.WriteAllText(_log.PathOf("checkpoint"), _log.Checkpoints[0].Note);
    });

    [Fact]
    public Task Checkpoints_in_the_wrong_order_are_found() => AssertProblem(AuditLogProblemCode.CheckpointOrder, () =>
    {
        _log.AddMany(1).Sign().AddMany(1).Sign();
        File.WriteAllText(_log.PathOf("checkpoints"), $"{_log.Checkpoints[1].Note}\n{_log.Checkpoints[0].Note}\n");
    });

    [Fact]
    public Task A_deleted_file_of_checkpoints_is_found() => AssertProblem(AuditLogProblemCode.CheckpointMissing, () =>
    {
        _log.AddMany(1).Sign();
        File.Delete(_log.PathOf("checkpoints"));
    });

    [Fact]
    public Task An_empty_file_of_checkpoints_is_found() => AssertProblem(AuditLogProblemCode.CheckpointMissing, () =>
    {
        _log.AddMany(1).Sign();
        File.WriteAllText(_log.PathOf("checkpoints"), "");
    });

    [Fact]
    public Task A_deleted_newest_checkpoint_is_found() => AssertProblem(AuditLogProblemCode.CheckpointNotNewest, () =>
    {
        _log.AddMany(1).Sign().AddMany(1).Sign();
        File.Delete(_log.PathOf("checkpoint"));
    });

    [Fact]
    public Task A_cut_end_is_found_by_the_checkpoint() => AssertProblem(AuditLogProblemCode.Truncated, () =>
    {
        _log.AddMany(3).Sign();
        File.WriteAllText(_log.Segment, string.Concat(File.ReadAllLines(_log.Segment).SkipLast(1).Select(line => line + "\n")));
    });

    [Fact]
    public Task A_checkpoint_of_another_stream_is_found() => AssertProblem(AuditLogProblemCode.CheckpointMalformed, () =>
    {
        using var other = new LogBuilder(_directory["other"], "clinic/2", _log.Key);
        other.AddMany(1).Sign();
        _log.AddMany(1).Sign();
        File.Copy(other.PathOf("checkpoints"), _log.PathOf("checkpoints"), overwrite: true);
    });

    [Fact]
    public Task A_changed_file_of_hashes_is_found() => AssertProblem(AuditLogProblemCode.HashesMismatch, () =>
    {
        _log.AddMany(2).Rotate().AddMany(1).Sign();
        File.WriteAllBytes(_log.PathOf(StreamFiles.Hashes(0)), new byte[64]);
    });

    [Theory]
    [InlineData(0)]
    [InlineData(63)]
    [InlineData(65)]
    [InlineData(96)]
    public Task A_file_of_hashes_with_another_length_is_found(int length) => AssertProblem(AuditLogProblemCode.HashesMismatch, () =>
    {
        _log.AddMany(2).Rotate().AddMany(1).Sign();
        var hashes = File.ReadAllBytes(_log.PathOf(StreamFiles.Hashes(0)));
        Array.Resize(ref hashes, length);
        File.WriteAllBytes(_log.PathOf(StreamFiles.Hashes(0)), hashes);
    });

    [Fact]
    public async Task A_missing_file_of_hashes_is_no_problem()
    {
        _log.AddMany(2).Rotate().AddMany(1).Sign();
        File.Delete(_log.PathOf(StreamFiles.Hashes(0)));

        (await _log.VerifyAsync()).Problem.Should().BeNull();
    }

    [Fact]
    public Task A_changed_hash_in_a_header_is_found() => AssertProblem(AuditLogProblemCode.FrontierMismatch, () =>
    {
        _log.AddMany(2).Rotate().AddMany(1).Sign();
        var text = File.ReadAllText(_log.Segment);
        var start = text.IndexOf("[\"", StringComparison.Ordinal) + 2;
        File.WriteAllText(_log.Segment, text[..start] + (text[start] == 'A' ? 'B' : 'A') + text[(start + 1)..]);
    });

    [Theory]
    [InlineData("{\"n\":3}")]
    [InlineData("{\"type\":\"AuditLogRecovered\"}")]
    public Task Void_bytes_without_a_record_about_them_are_found(string evidence) => AssertProblem(
        AuditLogProblemCode.EndUnexplained, () => _log.AddMany(3).End(SegmentEnd.Recovered, "void", evidence).Sign());

    [Fact]
    public Task A_record_about_other_void_bytes_does_not_explain_them() => AssertProblem(AuditLogProblemCode.EndUnexplained, () => _log
        .AddMany(3).End(SegmentEnd.Recovered, "void", LogBuilder.Evidence(SegmentEnd.Recovered, StreamFiles.Segment(0), 1)).Sign());

    [Fact]
    public Task A_record_about_another_failure_does_not_explain_void_bytes() => AssertProblem(AuditLogProblemCode.EndUnexplained, () =>
    {
        var length = new FileInfo(_log.AddMany(3).Segment).Length;
        _log.End(SegmentEnd.Recovered, "void", LogBuilder.Evidence(SegmentEnd.Abandoned, StreamFiles.Segment(0), length)).Sign();
    });

    [Fact]
    public Task A_redacted_record_does_not_explain_void_bytes() => AssertProblem(
        AuditLogProblemCode.EndUnexplained, () => _log.AddMany(3).End(SegmentEnd.Recovered, "void").Sign().Redact(3));

    [Fact]
    public Task A_failure_that_the_header_hides_is_found() => AssertProblem(AuditLogProblemCode.EndUnexplained, () =>
    {
        _log.AddMany(3).End(SegmentEnd.Recovered, "").Sign();
        File.WriteAllText(_log.Segment, File.ReadAllText(_log.Segment).Replace("recovered", "rotated", StringComparison.Ordinal));
    });

    [Fact]
    public Task Missing_first_segments_are_found() => AssertProblem(
        AuditLogProblemCode.RecordsMissing, () => _log.AddMany(3).Rotate().AddMany(3).Rotate().AddMany(3).Sign().Prune(6, record: false));

    [Fact]
    public Task More_missing_segments_than_were_pruned_are_found() => AssertProblem(
        AuditLogProblemCode.RecordsMissing,
        () => _log.AddMany(3).Rotate().AddMany(3).Rotate().AddMany(3).Prune(3).Sign().Prune(6, record: false));

    [Fact]
    public async Task A_record_about_pruning_after_the_last_anchor_is_not_enough()
    {
        _log.AddMany(3).Rotate().AddMany(3).Sign().Prune(3);

        (await _log.VerifyAsync(_log.Checkpoints[0])).Problem!.Code.Should().Be(AuditLogProblemCode.RecordsMissing);
    }

    [Fact]
    public async Task Anchors_that_are_all_older_than_the_first_record_are_found()
    {
        _log.AddMany(2).Sign().AddMany(1).Rotate().AddMany(3).Sign().Prune(3);

        (await _log.VerifyAsync(_log.Checkpoints[0])).Problem!.Code.Should().Be(AuditLogProblemCode.AnchorTooOld);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("")]
    public Task A_malformed_verifier_key_is_found(string content) => AssertProblem(AuditLogProblemCode.VerifierKeyMismatch, () =>
    {
        _log.AddMany(1).Sign();
        File.WriteAllText(_log.PathOf("vkey"), content);
    });

    [Fact]
    public Task A_stream_without_segments_is_found() => AssertProblem(AuditLogProblemCode.SegmentsMissing, () =>
    {
        _log.AddMany(1).Sign();
        File.Delete(_log.Segment);
    });

    [Fact]
    public async Task A_log_without_a_signed_event_counts_as_nothing_checked()
    {
        _log.Sign().AddMany(2);

        var result = await _log.VerifyAsync();
        (result.Verdict, result.Problem!.Code).Should().Be((AuditLogVerdict.NothingChecked, AuditLogProblemCode.NothingSigned));
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_found()
    {
        _log.AddMany(1).Sign();
        File.Delete(_log.PathOf("checkpoints"));
        Directory.CreateDirectory(_log.PathOf("checkpoints"));

        var problem = (await _log.VerifyAsync()).Problem!;
        problem.Code.Should().BeOneOf(AuditLogProblemCode.Unreadable, AuditLogProblemCode.CheckpointMissing);
    }

    private async Task AssertProblem(AuditLogProblemCode code, Action write)
    {
        write();
        var result = await _log.VerifyAsync();
        (result.Verdict, result.Problem?.Code).Should().Be((AuditLogVerdict.Invalid, code), $"{result.Problem}");
    }
}

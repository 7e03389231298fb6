using HipaaJwt.AuditLog.Format;
using HipaaJwt.AuditLog.Tests.Support;

namespace HipaaJwt.AuditLog.Tests.Verification;

/// <summary>What the trusted keys and anchors decide.</summary>
public sealed class TrustTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly LogBuilder _log;

    public TrustTests()
    {
        _log = new LogBuilder(_directory["one"]);
        _log.Sign().AddMany(3).Sign().Rotate().AddMany(3).Sign();
    }

    public void Dispose()
    {
        _log.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Another_key_is_never_valid(bool hasVerifierKey)
    {
        using var other = AuditLogSigningKey.Create();
        if (!hasVerifierKey)
        {
            File.Delete(_log.PathOf("vkey"));
        }

        var verification = await new AuditLogVerificationOptions { Keys = { other.VerifierKey } }.VerifyAsync(_directory.Path);

        verification.Verdict.Should().Be(AuditLogVerdict.Invalid);
        verification.Streams[0].Problem!.Code.Should().Be(
            hasVerifierKey ? AuditLogProblemCode.VerifierKeyMismatch : AuditLogProblemCode.SignatureInvalid);
    }

    [Fact]
    public async Task One_of_several_keys_is_enough()
    {
        using var other = AuditLogSigningKey.Create();

        var verification = await new AuditLogVerificationOptions { Keys = { other.VerifierKey, _log.Key.VerifierKey } }.VerifyAsync(
            _directory.Path);

        verification.Verdict.Should().Be(AuditLogVerdict.ValidAfterAnchor);
    }

    [Fact]
    public async Task The_key_of_another_stream_is_not_enough()
    {
        AuditLogVerifierKey.TryParse(_log.Key.VerifierKey.ToString("clinic/2"), out var named).Should().BeTrue();

        var verification = await new AuditLogVerificationOptions { Keys = { named! } }.VerifyAsync(_directory.Path);

        verification.Streams.Select(stream => stream.Problem!.Code).Should().Equal(
            AuditLogProblemCode.SignatureInvalid, AuditLogProblemCode.StreamMissing);
    }

    [Fact]
    public async Task Without_a_key_nothing_is_checked()
    {
        var verification = await new AuditLogVerificationOptions().VerifyAsync(_directory.Path);

        (verification.Verdict, verification.Problem!.Code).Should().Be((AuditLogVerdict.NothingChecked, AuditLogProblemCode.KeyMissing));
    }

    [Theory]
    [InlineData("empty", AuditLogProblemCode.NoStream)]
    [InlineData("absent", AuditLogProblemCode.DirectoryMissing)]
    public async Task Without_a_stream_nothing_is_checked(string name, AuditLogProblemCode code)
    {
        Directory.CreateDirectory(_directory["empty"]);

        var verification = await new AuditLogVerificationOptions { Keys = { _log.Key.VerifierKey } }.VerifyAsync(_directory[name]);

        (verification.Verdict, verification.IsValid, verification.Problem!.Code).Should().Be((AuditLogVerdict.NothingChecked, false, code));
    }

    [Fact]
    public async Task A_required_anchor_that_is_missing_counts_as_nothing_checked()
    {
        var options = new AuditLogVerificationOptions { Keys = { _log.Key.VerifierKey }, RequireAnchor = true };

        var verification = await options.VerifyAsync(_directory.Path);

        (verification.Verdict, verification.Streams[0].Problem!.Code).Should()
            .Be((AuditLogVerdict.NothingChecked, AuditLogProblemCode.AnchorMissing));
    }

    [Fact]
    public async Task A_stream_that_an_anchor_names_must_exist()
    {
        using var gone = new LogBuilder(_directory["gone"], "clinic/gone", _log.Key);
        gone.AddMany(1).Sign();
        Directory.Delete(gone.Directory, recursive: true);
        var options = new AuditLogVerificationOptions { Keys = { _log.Key.VerifierKey }, Anchors = { gone.Checkpoints[0] } };

        var verification = await options.VerifyAsync(_directory.Path);

        verification.Verdict.Should().Be(AuditLogVerdict.Invalid);
        verification.Streams[1].Should().BeEquivalentTo(new { Origin = "clinic/gone", Directory = (string?)null });
    }

    [Fact]
    public async Task All_streams_of_a_directory_are_verified()
    {
        using var second = new LogBuilder(_directory["two"], "clinic/2");
        second.AddMany(1).Sign();

        var verification = await new AuditLogVerificationOptions { Keys = { _log.Key.VerifierKey, second.Key.VerifierKey } }
            .VerifyAsync(_directory.Path);

        verification.Streams.Select(stream => stream.Origin).Should().Equal("clinic/1", "clinic/2");
        verification.IsValid.Should().BeTrue();
    }

    [Fact]
    public async Task The_worst_verdict_of_all_streams_decides()
    {
        using var second = new LogBuilder(_directory["two"], "clinic/2", _log.Key);
        second.AddMany(1).Sign();
        File.Delete(second.PathOf("checkpoints"));

        var verification = await new AuditLogVerificationOptions { Keys = { _log.Key.VerifierKey } }.VerifyAsync(_directory.Path);

        verification.Verdict.Should().Be(AuditLogVerdict.Invalid);
    }

    [Fact]
    public async Task A_copy_of_a_stream_in_the_same_directory_is_found()
    {
        Directory.CreateDirectory(_directory["two"]);
        Array.ForEach(Directory.GetFiles(_log.Directory), path => File.Copy(path, Path.Combine(_directory["two"], Path.GetFileName(path))));

        var verification = await new AuditLogVerificationOptions { Keys = { _log.Key.VerifierKey } }.VerifyAsync(_directory.Path);

        verification.Verdict.Should().Be(AuditLogVerdict.Invalid);
        verification.Streams.Should().OnlyContain(stream => stream.Problem!.Code == AuditLogProblemCode.DuplicateOrigin);
    }

    [Fact]
    public async Task A_suffix_written_anew_with_the_stolen_key_is_found_by_the_anchor()
    {
        using var forged = new LogBuilder(_directory["forged"], _log.Origin, _log.Key);
        forged.Sign().AddMany(3).Sign().Rotate().AddMany(2).Add("{\"n\":\"forged\"}").Sign();

        (await forged.VerifyAsync()).Verdict.Should().Be(AuditLogVerdict.ValidAfterAnchor);
        (await forged.VerifyAsync(_log.Checkpoints[1])).Verdict.Should().Be(AuditLogVerdict.ValidAfterAnchor);
        var result = await forged.VerifyAsync(_log.Checkpoints[1], _log.Checkpoints[2]);
        (result.Verdict, result.Problem!.Code, result.Problem.Index).Should().Be(
            (AuditLogVerdict.Invalid, AuditLogProblemCode.AnchorMismatch, 3L));
    }

    [Fact]
    public async Task An_end_cut_off_with_the_stolen_key_is_found_by_the_anchor()
    {
        using var forged = new LogBuilder(_directory["forged"], _log.Origin, _log.Key);
        forged.Sign().AddMany(3).Sign();

        (await forged.VerifyAsync(_log.Checkpoints[^1])).Problem!.Code.Should().Be(AuditLogProblemCode.AnchorTruncated);
    }

    [Fact]
    public async Task Checkpoints_older_than_the_anchor_are_found()
    {
        var notes = $"{_log.Checkpoints[0].Note}\n{_log.Checkpoints[1].Note}\n";
        await File.WriteAllTextAsync(_log.PathOf("checkpoints"), notes, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_log.PathOf("checkpoint"), _log.Checkpoints[1].Note, TestContext.Current.CancellationToken);

        (await _log.VerifyAsync(_log.Checkpoints[^1])).Problem!.Code.Should().Be(AuditLogProblemCode.CheckpointMissing);
    }

    [Fact]
    public async Task An_anchor_by_another_key_is_found()
    {
        using var other = new LogBuilder(_directory["other"], _log.Origin);
        other.AddMany(3).Sign();

        (await _log.VerifyAsync(other.Checkpoints[0])).Problem!.Code.Should().Be(AuditLogProblemCode.AnchorSignatureInvalid);
    }

    [Fact]
    public async Task A_segment_of_another_stream_with_the_same_key_is_found()
    {
        using var other = new LogBuilder(_directory["other"], "clinic/2", _log.Key);
        other.AddMany(3).Rotate().AddMany(3).Sign();
        File.Copy(other.PathOf(StreamFiles.Segment(3)), _log.PathOf(StreamFiles.Segment(3)), overwrite: true);

        (await _log.VerifyAsync()).Problem!.Code.Should().Be(AuditLogProblemCode.HeaderMismatch);
    }
}

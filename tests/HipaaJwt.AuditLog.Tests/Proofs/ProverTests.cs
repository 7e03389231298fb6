using HipaaJwt.AuditLog.Format;
using HipaaJwt.AuditLog.Tests.Support;

namespace HipaaJwt.AuditLog.Tests.Proofs;

public sealed class ProverTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly LogBuilder _log;

    public ProverTests() => _log = new LogBuilder(_directory["stream"]);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _log.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Proves_every_record_of_logs_with_segments_of_every_length()
    {
        for (var round = 0; round < 12; round++)
        {
            _log.AddMany((round * 5 % 7) + 1).Rotate().AddMany(round % 3).Sign();
            for (var index = 0; index < _log.Count; index++)
            {
                var result = await ProveAsync(index);
                result.IsProved.Should().BeTrue($"{index} of {_log.Count}: {result.Problem}");
                result.Proof!.Verify(_log.Key.VerifierKey, result.Entry!.Json.Span).Should().BeTrue();
            }

            if (round % 3 == 0)
            {
                Directory.GetFiles(_log.Directory, "*.hashes").ToList().ForEach(File.Delete);
            }
        }
    }

    [Fact]
    public async Task Proves_records_next_to_void_bytes_and_redacted_records()
    {
        _log.AddMany(3).End(SegmentEnd.Recovered, "3 torn").AddMany(3).Sign().Redact(1);

        (await ProveAsync(0)).IsProved.Should().BeTrue();
        (await ProveAsync(3)).IsProved.Should().BeTrue();
        var redacted = await ProveAsync(1);
        (redacted.IsProved, redacted.Entry!.IsRedacted).Should().Be((true, true));
    }

    [Fact]
    public async Task Proves_records_of_a_pruned_log()
    {
        _log.AddMany(5).Rotate().AddMany(6).Rotate().AddMany(7).Sign().Prune(11);

        for (var index = 11; index < _log.Count; index++)
        {
            (await ProveAsync(index)).IsProved.Should().BeTrue($"{index}");
        }

        (await ProveAsync(10)).Problem!.Code.Should().Be(AuditLogProblemCode.RecordNotFound);
    }

    [Fact]
    public async Task A_proof_survives_its_text_and_only_in_its_only_form()
    {
        _log.AddMany(7).Sign();
        var result = await ProveAsync(5);
        var text = result.Proof!.ToString();

        AuditLogProof.TryParse(text, out var parsed).Should().BeTrue();
        parsed!.Verify(_log.Key.VerifierKey, result.Entry!.Json.Span).Should().BeTrue();
        text.Should().StartWith("c2sp.org/tlog-proof@v1\nindex 5\n").And.EndWith("\n\n" + _log.Checkpoints[^1].Note);
        var leadingZero = text.Replace("index 5", "index 05", StringComparison.Ordinal);
        foreach (var malformed in new[] { text + "\n", " " + text, leadingZero, text[..^2], "", null })
        {
            AuditLogProof.TryParse(malformed, out _).Should().BeFalse(malformed);
        }
    }

    [Fact]
    public async Task A_proof_with_any_changed_character_is_not_valid()
    {
        _log.AddMany(7).Sign();
        var result = await ProveAsync(5);
        var text = result.Proof!.ToString();
        for (var position = 0; position < text.Length; position++)
        {
            var changed = text[..position] + (char)(text[position] ^ 1) + text[(position + 1)..];
            var isValid = AuditLogProof.TryParse(changed, out var proof) && proof.Verify(_log.Key.VerifierKey, result.Entry!.Json.Span);
            isValid.Should().BeFalse($"the character at {position} was changed");
        }
    }

    [Fact]
    public async Task A_proof_does_not_verify_with_another_key_or_record()
    {
        _log.AddMany(7).Sign();
        using var other = AuditLogSigningKey.Create();
        var result = await ProveAsync(5);

        result.Proof!.Verify(other.VerifierKey, result.Entry!.Json.Span).Should().BeFalse();
        result.Proof.Verify(_log.Key.VerifierKey, "{\"n\":6}"u8).Should().BeFalse();
    }

    [Theory]
    [InlineData(3, AuditLogProblemCode.RecordNotCovered)]
    [InlineData(4, AuditLogProblemCode.RecordNotFound)]
    [InlineData(-1, AuditLogProblemCode.RecordNotFound)]
    public async Task Says_why_there_is_no_proof(long index, AuditLogProblemCode code)
    {
        _log.AddMany(3).Sign().AddMany(1);

        (await ProveAsync(index)).Problem!.Code.Should().Be(code);
    }

    [Fact]
    public async Task Does_not_prove_a_changed_record()
    {
        _log.AddMany(3).Sign();
        using var file = TamperedFile.WithLines(
            _log.Segment, lines => lines[2] = lines[2].Replace("\"n\":1", "\"n\":7", StringComparison.Ordinal));

        (await ProveAsync(1)).Problem!.Code.Should().Be(AuditLogProblemCode.RootMismatch);
    }

    [Fact]
    public async Task Does_not_find_another_stream() =>
        (await AuditLogProver.ProveAsync(_directory.Path, "clinic/2", 0, Cancellation)).Problem!.Code.Should()
            .Be(AuditLogProblemCode.StreamMissing);

    private Task<AuditLogProofResult> ProveAsync(long index) =>
        AuditLogProver.ProveAsync(_directory.Path, _log.Origin, index, Cancellation);
}

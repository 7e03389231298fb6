using System.Text;
using HipaaJwt;

namespace ClinicApi.Walkthrough;

/// <summary>Verifies the audit log of the walkthrough, shows that changed copies do not verify, and proves one event.</summary>
internal sealed class AuditLogSteps(string directory, string anchors, Report report)
{
    private const string Subject = "\"subject\":\"dr.rivera\"";

    public async Task RunAsync()
    {
        report.WriteGroup("The audit log of all these requests");
        using var key = ReadKey();
        var verifier = new AuditLogVerifier(OptionsOf(key.VerifierKey));
        var verification = await verifier.VerifyAsync(directory);
        var events = verification.Streams.Sum(stream => stream.Events);
        Check($"{events} events in {verification.Streams.Count} streams verify against their anchors",
            verification.Verdict == AuditLogVerdict.Valid);
        await CheckCopyAsync(verifier, "a copy with another name in one event does not verify", Rename);
        await CheckCopyAsync(verifier, "a copy without its last event does not verify", CutLastLine);
        await ProveAsync(verification.Streams[0].Origin!, key.VerifierKey);
    }

    private AuditLogSigningKey ReadKey() =>
        AuditLogSigningKey.TryParsePem(File.ReadAllText(Path.Combine(directory, "signing.key")), out var key)
            ? key
            : throw new InvalidDataException("The signing key of the audit log is not readable.");

    private AuditLogVerificationOptions OptionsOf(AuditLogVerifierKey key)
    {
        var options = new AuditLogVerificationOptions { Keys = { key }, RequireAnchor = true };
        foreach (var path in Directory.EnumerateFiles(anchors))
        {
            if (AuditLogCheckpoint.TryParse(File.ReadAllText(path), out var anchor))
            {
                options.Anchors.Add(anchor);
            }
        }

        return options;
    }

    private async Task CheckCopyAsync(AuditLogVerifier verifier, string what, Action<string> change)
    {
        var copy = Directory.CreateTempSubdirectory("clinic-audit-");
        try
        {
            AuditLogCopy.Create(directory, copy.FullName);
            change(Directory.EnumerateFiles(copy.FullName, "*.jsonl", SearchOption.AllDirectories).First(HasSubject));
            var verification = await verifier.VerifyAsync(copy.FullName);
            var problem = verification.Streams.Select(stream => stream.Problem).FirstOrDefault(found => found is not null);
            Check($"{what}: {problem?.Code}", verification.Verdict == AuditLogVerdict.Invalid);
        }
        finally
        {
            copy.Delete(recursive: true);
        }
    }

    private async Task ProveAsync(string origin, AuditLogVerifierKey key)
    {
        var result = await AuditLogProver.ProveAsync(directory, origin, index: 1);
        var isProved = AuditLogProof.TryParse(result.Proof?.ToString(), out var proof) && proof.Verify(key, result.Entry!.Json.Span);
        Check("one event is proved without any other event", isProved);
    }

    private void Check(string what, bool isTrue)
    {
        if (isTrue)
        {
            report.WriteNote(what);
        }
        else
        {
            report.Fail($"not so: {what}");
        }
    }

    private static bool HasSubject(string path) => File.ReadAllText(path).Contains(Subject, StringComparison.Ordinal);

    private static void Rename(string path)
    {
        var text = File.ReadAllText(path);
        var at = text.IndexOf(Subject, StringComparison.Ordinal);
        File.WriteAllText(path, text.Remove(at, Subject.Length).Insert(at, "\"subject\":\"dr.somers\""), Encoding.ASCII);
    }

    private static void CutLastLine(string path)
    {
        File.Delete(Path.ChangeExtension(path, ".hashes"));
        var lines = File.ReadAllLines(path);
        File.WriteAllText(path, string.Join('\n', lines[..^1]) + "\n", Encoding.ASCII);
    }
}

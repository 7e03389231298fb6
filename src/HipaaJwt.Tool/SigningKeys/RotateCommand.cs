using System.CommandLine;
using System.Text.Json.Nodes;
using HipaaJwt.Tool.Commands;
using HipaaJwt.Tool.Files;
using HipaaJwt.Tool.Recording;
using HipaaJwt.Tool.Results;
using HipaaJwt.Tool.Terminal;

namespace HipaaJwt.Tool.SigningKeys;

/// <summary>
/// <c>audit keys rotate</c>: creates the key that replaces another one, and records it. A service that starts with the new key begins a
/// new stream; the old stream stays verifiable with the old public key.
/// </summary>
internal sealed class RotateCommand
{
    private readonly Argument<string> _directory = LogDirectory.CreateArgument();
    private readonly Argument<string> _old =
        new("old") { Description = "The file with the private key that is replaced. It stays as it is." };
    private readonly Argument<string> _new = new("new") { Description = "The new file for the new private key." };
    private readonly RecordingOptions _recording = new();
    private readonly ToolRunner _runner;

    private RotateCommand(ToolRunner runner) => _runner = runner;

    public static Command Create(ToolRunner runner)
    {
        var rotate = new RotateCommand(runner);
        var command = new Command("rotate", "Create the key that replaces another one. The change is recorded in the log first.")
        {
            rotate._directory,
            rotate._old,
            rotate._new,
        };
        command.AddAll(rotate._recording.All);
        return runner.Bind(
            command, rotate.RunAsync, "hipaa-jwt audit keys rotate audit /etc/clinic/audit-key.pem /etc/clinic/audit-key-2.pem");
    }

    private async Task<Report> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var (directory, target) = (parsed.GetRequiredValue(_directory), parsed.GetRequiredValue(_new));
        if (LogDirectory.Check(directory) is { } missing)
        {
            return missing;
        }

        if (File.Exists(target))
        {
            return Failure.NotFound($"{target} exists. The tool never overwrites a file: choose another name.");
        }

        if (!SigningKeyFile.Read(parsed.GetRequiredValue(_old)).Is(out var replaced, out var failure))
        {
            return failure;
        }

        using var key = AuditLogSigningKey.Create();
        using (replaced)
        {
            var recorder = _recording.CreateRecorder(parsed, _runner.Environment, directory);
            AuditEvent[] changes =
                [UseEvent.KeyChanged(AuditAction.Create, key.KeyId), UseEvent.KeyChanged(AuditAction.Delete, replaced.KeyId)];
            var problem = await recorder.RecordAsync(cancellation, changes).ConfigureAwait(false)
                ?? PrivateFiles.Create(target, key.ToPem());
            return problem is null ? Describe(target, key, replaced) : problem;
        }
    }

    private static Report Describe(string target, AuditLogSigningKey key, AuditLogSigningKey replaced) => new(
        ExitCode.Ok,
        new TextReport()
            .Line("Created", Tone.Good)
            .Pairs(("file", target), ("key id", key.KeyId), ("replaces", replaced.KeyId))
            .Line("Next: set SigningKeyFile to the new file, restart the service, and give its public key to everybody who verifies.")
            .Line("Keep the old public key: it verifies the old streams. Delete the old private key when no service uses it."),
        new JsonObject
        {
            ["file"] = target,
            ["keyId"] = key.KeyId,
            ["replacedKeyId"] = replaced.KeyId,
            ["publicKey"] = key.VerifierKey.ToString(),
        });
}

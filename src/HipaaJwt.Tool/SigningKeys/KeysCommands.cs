using System.CommandLine;
using System.Text.Json.Nodes;
using HipaaJwt.Tool.Commands;
using HipaaJwt.Tool.Files;
using HipaaJwt.Tool.Results;
using HipaaJwt.Tool.Terminal;

namespace HipaaJwt.Tool.SigningKeys;

/// <summary><c>audit keys new|public</c>: keys that sign the checkpoints of audit logs.</summary>
internal static class KeysCommands
{
    public static Command Create(ToolRunner runner) => runner.Group(
        new Command("keys", "Create, show and rotate the keys that sign the checkpoints of audit logs.")
        {
            CreateNew(runner),
            CreatePublic(runner),
            RotateCommand.Create(runner),
        },
        "hipaa-jwt audit keys new /etc/clinic/audit-key.pem",
        "hipaa-jwt audit keys public /etc/clinic/audit-key.pem > clinic.pem");

    private static Command CreateNew(ToolRunner runner)
    {
        var file =
            new Argument<string>("file") { Description = "The new file for the private key. An existing file is never overwritten." };
        return runner.Bind(
            new Command("new", "Create a private key on P-256 in a file that only you may read (mode 0600).") { file },
            (parsed, _) =>
            {
                using var key = AuditLogSigningKey.Create();
                var path = parsed.GetRequiredValue(file);
                return Task.FromResult(PrivateFiles.Create(path, key.ToPem()) is { } failure ? failure : Created(path, key));
            },
            "hipaa-jwt audit keys new /etc/clinic/audit-key.pem");
    }

    private static Command CreatePublic(ToolRunner runner)
    {
        var file = new Argument<string>("file") { Description = "The file with the private key." };
        var stream = new Option<string?>("--stream")
        {
            Description = "The name of a stream. The output is then the verifier key of this stream, and verifies no other one.",
            HelpName = "ORIGIN",
        };
        return runner.Bind(
            new Command("public", "Write the public key of a private key: in PEM, or as the verifier key of a stream.") { file, stream },
            (parsed, _) => Task.FromResult(Public(parsed.GetRequiredValue(file), parsed.GetValue(stream))),
            "hipaa-jwt audit keys public /etc/clinic/audit-key.pem > clinic.pem",
            "hipaa-jwt audit keys public audit-key.pem --stream clinic/0198c5d2a7f07c3e8d1b2a3c4d5e6f70");
    }

    private static Report Created(string path, AuditLogSigningKey key) => new(
        ExitCode.Ok,
        new TextReport()
            .Line("Created", Tone.Good)
            .Pairs(("file", path), ("key id", key.KeyId))
            .Line("Keep a copy of the public key outside of the machine: hipaa-jwt audit keys public", Tone.Quiet),
        new JsonObject { ["file"] = path, ["keyId"] = key.KeyId, ["publicKey"] = key.VerifierKey.ToString() });

    private static Report Public(string path, string? stream)
    {
        if (!SigningKeyFile.Read(path).Is(out var key, out var failure))
        {
            return failure;
        }

        using (key)
        {
            var text = stream is null ? key.VerifierKey.ToString() : key.VerifierKey.ToString(stream);
            if (stream is not null && !AuditLogVerifierKey.TryParse(text, out _))
            {
                return Failure.Usage($"'{stream}' is not the name of a stream.");
            }

            var report = new TextReport();
            foreach (var line in text.TrimEnd().Split('\n'))
            {
                report.Line(line);
            }

            return new Report(ExitCode.Ok, report, new JsonObject { ["keyId"] = key.KeyId, ["stream"] = stream, ["publicKey"] = text });
        }
    }
}

using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using HipaaJwt.Tool.Commands;
using HipaaJwt.Tool.Files;
using HipaaJwt.Tool.Results;
using HipaaJwt.Tool.Terminal;
using HipaaJwt.Tool.Verification;

namespace HipaaJwt.Tool.Proofs;

/// <summary><c>audit check-proof</c>: checks the proof of one event, without the log.</summary>
internal sealed class CheckProofCommand
{
    private readonly Argument<string> _proof = new("proof") { Description = "The file with the proof (.tlog-proof)." };
    private readonly Argument<string> _record = new("record") { Description = "The file with the record (.json), unchanged." };
    private readonly KeyOption _keys = new();

    public static Command Create(ToolRunner runner)
    {
        var check = new CheckProofCommand();
        var command =
            new Command("check-proof", "Check that a record is in a log, from its proof and a trusted key. The log is not needed.")
        {
            check._proof,
            check._record,
            check._keys.Option,
        };
        return runner.Bind(
            command,
            (parsed, _) => Task.FromResult(check.Run(parsed)),
            "hipaa-jwt audit check-proof event-4711.tlog-proof event-4711.json --key clinic.vkey");
    }

    private Report Run(ParseResult parsed)
    {
        var proofPath = parsed.GetRequiredValue(_proof);
        if (!_keys.Read(parsed).Is(out var keys, out var failure)
            || !TextFiles.Read(proofPath, "the proof").Is(out var text, out failure)
            || !TextFiles.Read(parsed.GetRequiredValue(_record), "the record").Is(out var record, out failure))
        {
            return failure;
        }

        if (!AuditLogProof.TryParse(text, out var proof))
        {
            return Failure.Invalid($"{proofPath} is not a proof (C2SP tlog-proof).");
        }

        if (keys.Count == 0)
        {
            return new Failure(ExitCode.NothingChecked, "nothing was checked: no key is trusted. Name the key of the log with --key.");
        }

        var json = System.Text.Encoding.UTF8.GetBytes(record);
        return Describe(proof, keys.Any(key => proof.Verify(key, json)));
    }

    private static Report Describe(AuditLogProof proof, bool isValid)
    {
        var text = new TextReport()
            .Line(isValid ? "VALID: the record is in the log." : "INVALID: the record, the proof and the key do not belong together.",
                isValid ? Tone.Good : Tone.Bad)
            .Pairs(
                ("stream", proof.Checkpoint.Origin),
                ("index", proof.Index.ToString(CultureInfo.InvariantCulture)),
                ("checkpoint", proof.Checkpoint.Size.ToString(CultureInfo.InvariantCulture)));
        return new Report(isValid ? ExitCode.Ok : ExitCode.Invalid, text, new JsonObject
        {
            ["valid"] = isValid,
            ["stream"] = proof.Checkpoint.Origin,
            ["index"] = proof.Index,
            ["checkpointSize"] = proof.Checkpoint.Size,
        });
    }
}

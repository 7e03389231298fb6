using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using HipaaJwt.Tool.Commands;
using HipaaJwt.Tool.Recording;
using HipaaJwt.Tool.Results;
using HipaaJwt.Tool.Sources;
using HipaaJwt.Tool.Terminal;

namespace HipaaJwt.Tool.Proofs;

/// <summary><c>audit prove</c>: writes the proof of one event and its record.</summary>
internal sealed class ProveCommand
{
    private readonly LogOptions _log = new();
    private readonly Argument<string> _origin = new("origin") { Description = "The name of the stream." };
    private readonly Argument<long> _index = new("index") { Description = "The index of the event in the stream, from 0." };
    private readonly RecordingOptions _recording = new();
    private readonly ToolRunner _runner;

    private readonly Option<string?> _out = new("--out")
    {
        Description = "The path of the files, without extension. By default the stream and the index, in the current directory.",
        HelpName = "PATH",
    };

    private ProveCommand(ToolRunner runner) => _runner = runner;

    public static Command Create(ToolRunner runner)
    {
        var prove = new ProveCommand(runner);
        var command = new Command("prove", "Write a .tlog-proof of one event and its record, which prove it without the other events.")
        {
            prove._origin,
            prove._index,
            prove._out,
        };
        prove._log.AddTo(command);
        command.AddAll(prove._recording.All);
        return runner.Bind(
            command,
            prove.RunAsync,
            "hipaa-jwt audit prove audit clinic/0198c5d2a7f07c3e8d1b2a3c4d5e6f70 4711 --out event-4711 --reason \"court order 17\"");
    }

    private Task<Report> RunAsync(ParseResult parsed, CancellationToken cancellation) =>
        _log.UseAsync(parsed, log => RunAsync(log, parsed, cancellation), cancellation);

    private async Task<Report> RunAsync(OpenLog log, ParseResult parsed, CancellationToken cancellation)
    {
        var (origin, index) = (parsed.GetRequiredValue(_origin), parsed.GetRequiredValue(_index));
        var proved = await log.ProveAsync(origin, index, cancellation).ConfigureAwait(false);
        if (!proved.IsProved)
        {
            return ProblemText.ToFailure(proved.Problem);
        }

        var use = UseEvent.Read("prove", origin, index.ToString(CultureInfo.InvariantCulture));
        var recorder = _recording.CreateRecorder(parsed, _runner.Environment, log.Directory);
        var path = parsed.GetValue(_out) ?? ProofFiles.NameOf(origin, index);
        if (await recorder.RecordAsync(cancellation, use).ConfigureAwait(false) is { } unrecorded)
        {
            return unrecorded;
        }

        return ProofFiles.Write(path, proved.Proof, proved.Entry) is { } failure ? failure : Describe(path, proved.Proof);
    }

    private static Report Describe(string path, AuditLogProof proof)
    {
        var (proofFile, recordFile) = (path + ProofFiles.ProofExtension, path + ProofFiles.RecordExtension);
        var text = new TextReport()
            .Line("Proved", Tone.Good)
            .Pairs(
                ("stream", proof.Checkpoint.Origin),
                ("index", proof.Index.ToString(CultureInfo.InvariantCulture)),
                ("checkpoint", proof.Checkpoint.Size.ToString(CultureInfo.InvariantCulture)),
                ("proof", proofFile),
                ("record", recordFile))
            .Line($"Check it: hipaa-jwt audit check-proof {proofFile} {recordFile} --key FILE", Tone.Quiet);
        return new Report(ExitCode.Ok, text, new JsonObject
        {
            ["stream"] = proof.Checkpoint.Origin,
            ["index"] = proof.Index,
            ["checkpointSize"] = proof.Checkpoint.Size,
            ["proof"] = proofFile,
            ["record"] = recordFile,
        });
    }
}

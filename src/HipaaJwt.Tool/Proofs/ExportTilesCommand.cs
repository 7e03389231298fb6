using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using HipaaJwt.Tool.Commands;
using HipaaJwt.Tool.Files;
using HipaaJwt.Tool.Recording;
using HipaaJwt.Tool.Results;
using HipaaJwt.Tool.Sources;
using HipaaJwt.Tool.Terminal;

namespace HipaaJwt.Tool.Proofs;

/// <summary><c>audit export-tiles</c>: writes a stream as C2SP tlog-tiles, for tools that others wrote.</summary>
internal sealed class ExportTilesCommand
{
    private readonly LogOptions _log = new();
    private readonly Argument<string> _origin = new("origin") { Description = "The name of the stream." };
    private readonly RecordingOptions _recording = new();
    private readonly ToolRunner _runner;

    private readonly Option<string> _out = new("--out")
    {
        Description = "The directory to write to. It contains the records, so protect it like the log.",
        HelpName = "DIRECTORY",
        Required = true,
    };

    private ExportTilesCommand(ToolRunner runner) => _runner = runner;

    public static Command Create(ToolRunner runner)
    {
        var export = new ExportTilesCommand(runner);
        var command = new Command("export-tiles", "Write a stream as tiles (C2SP tlog-tiles), which other tools verify.")
        {
            export._origin,
            export._out,
        };
        export._log.AddTo(command);
        command.AddAll(export._recording.All);
        return runner.Bind(
            command, export.RunAsync, "hipaa-jwt audit export-tiles audit clinic/0198c5d2a7f07c3e8d1b2a3c4d5e6f70 --out tiles");
    }

    private Task<Report> RunAsync(ParseResult parsed, CancellationToken cancellation) =>
        _log.UseAsync(parsed, log => RunAsync(log, parsed, cancellation), cancellation);

    private async Task<Report> RunAsync(OpenLog log, ParseResult parsed, CancellationToken cancellation)
    {
        var (origin, target) = (parsed.GetRequiredValue(_origin), parsed.GetRequiredValue(_out));
        var recorder = _recording.CreateRecorder(parsed, _runner.Environment, log.Directory);
        var use = UseEvent.Read("export-tiles", origin, index: null);
        if (await recorder.RecordAsync(cancellation, use).ConfigureAwait(false) is { } unrecorded)
        {
            return unrecorded;
        }

        if (PrivateFiles.CreateDirectory(target) is { } failure)
        {
            return failure;
        }

        var result = await log.ExportTilesAsync(origin, target, cancellation).ConfigureAwait(false);
        return result.Problem is { } problem ? ProblemText.ToFailure(problem) : Describe(result, target);
    }

    private static Report Describe(AuditLogTilesResult result, string target)
    {
        var text = new TextReport()
            .Line("Exported", Tone.Good)
            .Pairs(
                ("directory", target),
                ("events", result.Size.ToString(CultureInfo.InvariantCulture)),
                ("tiles", result.Tiles.ToString(CultureInfo.InvariantCulture)),
                ("bundles", result.Bundles.ToString(CultureInfo.InvariantCulture)),
                ("left out as redacted", result.RedactedBundles.ToString(CultureInfo.InvariantCulture)));
        return new Report(ExitCode.Ok, text, new JsonObject
        {
            ["directory"] = target,
            ["size"] = result.Size,
            ["tiles"] = result.Tiles,
            ["bundles"] = result.Bundles,
            ["redactedBundles"] = result.RedactedBundles,
        });
    }
}

using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using HipaaJwt.Tool.Commands;
using HipaaJwt.Tool.Files;
using HipaaJwt.Tool.Reading;
using HipaaJwt.Tool.Recording;
using HipaaJwt.Tool.Results;
using HipaaJwt.Tool.Sources;
using HipaaJwt.Tool.Settings;
using HipaaJwt.Tool.Terminal;
using HipaaJwt.Tool.Verification;

namespace HipaaJwt.Tool.Evidence;

/// <summary><c>audit evidence</c>: what a system does for each paragraph of 45 CFR 164.312, from its settings and its log.</summary>
internal sealed class EvidenceCommand
{
    private readonly LogOptions _log = new();
    private readonly KeyOption _keys = new();
    private readonly AnchorOption _anchors = new();
    private readonly SettingsOptions _settings = new();
    private readonly RecordingOptions _recording = new();
    private readonly QueryOptions _query;
    private readonly ToolRunner _runner;

    private readonly Option<string> _out = new("--out")
    {
        Description = "A new directory for evidence.md and evidence.json.",
        HelpName = "DIRECTORY",
        Required = true,
    };

    private EvidenceCommand(ToolRunner runner)
    {
        _runner = runner;
        _query = new QueryOptions(runner.Environment);
    }

    public static Command Create(ToolRunner runner)
    {
        var evidence = new EvidenceCommand(runner);
        var command = new Command(
            "evidence", "Write what a system does for each paragraph of 45 CFR 164.312, from its settings and its audit log.")
        {
            evidence._out,
            evidence._keys.Option,
            evidence._anchors.Option,
        };
        evidence._log.AddTo(command);
        evidence._settings.AddTo(command);
        command.AddAll(evidence._query.OfTimes).AddAll(evidence._recording.All);
        return runner.Bind(
            command,
            evidence.RunAsync,
            "hipaa-jwt audit evidence audit --settings appsettings.json --key clinic.vkey --anchor /mnt/anchor --out evidence-2026",
            "hipaa-jwt audit evidence audit --settings appsettings.json --key clinic.vkey --from 90d --out evidence --json");
    }

    private Task<Report> RunAsync(ParseResult parsed, CancellationToken cancellation) =>
        _log.UseAsync(parsed, log => RunAsync(log, parsed, cancellation), cancellation);

    private async Task<Report> RunAsync(OpenLog log, ParseResult parsed, CancellationToken cancellation)
    {
        var target = parsed.GetRequiredValue(_out);
        if (PrivateFiles.CheckNew(target) is { } unusable)
        {
            return unusable;
        }

        if (!_settings.Read(parsed).Is(out var settings, out var failure)
            || !_keys.Read(parsed).Is(out var keys, out failure)
            || !_anchors.Read(parsed).Is(out var anchors, out failure))
        {
            return failure;
        }

        var period = _query.ReadPeriod(parsed);
        var recorder = _recording.CreateRecorder(parsed, _runner.Environment, log.Directory);
        var use = UseEvent.Searched(QueryOptions.Describe("evidence", period));
        if (await recorder.RecordAsync(cancellation, use).ConfigureAwait(false) is { } unrecorded)
        {
            return unrecorded;
        }

        var trust = new AuditLogVerificationOptions();
        keys.ForEach(trust.Keys.Add);
        anchors.ForEach(trust.Anchors.Add);
        var document = new EvidenceDocument
        {
            Settings = settings,
            Events = await EventCount.ReadAsync(log, period, cancellation).ConfigureAwait(false),
            Verification = await log.VerifyAsync(trust, cancellation).ConfigureAwait(false),
            CreatedAt = _runner.Environment.Time.GetUtcNow(),
            Period = period,
        };
        return Write(target, document);
    }

    /// <summary>Writes the files. The exit code is that of the verification, because a log that does not verify is no evidence.</summary>
    private static Report Write(string target, EvidenceDocument document)
    {
        if ((PrivateFiles.CreateDirectory(target)
            ?? PrivateFiles.Create(Path.Combine(target, "evidence.md"), document.ToMarkdown())
            ?? PrivateFiles.Create(Path.Combine(target, "evidence.json"), document.ToJson().ToJsonString() + "\n")) is { } failure)
        {
            return failure;
        }

        var verification = VerificationReport.Of(document.Verification);
        var text = verification.Text.Line("Written", Tone.Good).Pairs(
            ("directory", target),
            ("paragraphs", HipaaSafeguards.All.Count.ToString(CultureInfo.InvariantCulture)));
        return new Report(verification.Code, text, new JsonObject
        {
            ["directory"] = target,
            ["paragraphs"] = HipaaSafeguards.All.Count,
            ["verification"] = verification.Json,
        });
    }
}

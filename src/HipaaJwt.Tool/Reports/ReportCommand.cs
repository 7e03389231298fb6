using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using HipaaJwt.Tool.Commands;
using HipaaJwt.Tool.Files;
using HipaaJwt.Tool.Reading;
using HipaaJwt.Tool.Recording;
using HipaaJwt.Tool.Reports.Figures;
using HipaaJwt.Tool.Reports.Pages;
using HipaaJwt.Tool.Reports.Sections;
using HipaaJwt.Tool.Reports.Sites;
using HipaaJwt.Tool.Results;
using HipaaJwt.Tool.Sources;
using HipaaJwt.Tool.Terminal;
using HipaaJwt.Tool.Verification;

namespace HipaaJwt.Tool.Reports;

/// <summary><c>audit report</c>: the figures for the review of activity (45 CFR 164.308(a)(1)(ii)(D)), as one HTML page.</summary>
internal sealed class ReportCommand
{
    private const int MaxRows = 1_000;

    private readonly LogOptions _log = new();
    private readonly KeyOption _keys = new();
    private readonly AnchorOption _anchors = new();
    private readonly RecordingOptions _recording = new();
    private readonly SiteOptions _site = new();
    private readonly QueryOptions _query;
    private readonly PatientOption _patient;
    private readonly ToolRunner _runner;

    private readonly Option<string> _out = new("--out")
    {
        Description = "The new HTML file.",
        HelpName = "FILE",
        Required = true,
    };

    private readonly Option<int> _rows = new("--rows")
    {
        Description = $"The largest number of rows of a table, 1 to {MaxRows}. Marked rows come first.",
        HelpName = "NUMBER",
        DefaultValueFactory = _ => 20,
    };

    private ReportCommand(ToolRunner runner)
    {
        _runner = runner;
        _query = new QueryOptions(runner.Environment);
        _patient = new PatientOption(runner.Environment, isRequired: false);
    }

    public static Command Create(ToolRunner runner)
    {
        var report = new ReportCommand(runner);
        var command = new Command(
            "report", "Write a report for the review of activity as one HTML page. The report itself is recorded in the log.")
        {
            report._out,
            report._keys.Option,
            report._anchors.Option,
            report._patient.Option,
            report._rows,
        };
        report._rows.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && result.GetValueOrDefault<int>() is < 1 or > MaxRows)
            {
                result.AddError($"--rows must be 1 to {MaxRows}.");
            }
        });
        report._log.AddTo(command);
        command.AddAll(report._site.All).AddAll(report._query.OfPeriod).AddAll(report._recording.All);
        return runner.Bind(
            command,
            report.RunAsync,
            "hipaa-jwt audit report audit --from 7d --time-zone Europe/Zurich --key clinic.pem --key tool.pem --anchor /mnt/anchor "
            + "--out week-12.html",
            "hipaa-jwt audit report audit --from 2026-01-01 --to 2026-04-01 --patient p-7 --key clinic.pem --out q1.html --json");
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

        if (!_site.Read(parsed).Is(out var site, out var failure)
            || !_keys.Read(parsed).Is(out var keys, out failure)
            || !_anchors.Read(parsed).Is(out var anchors, out failure)
            || !_query.ReadPseudonymKeys(parsed).Is(out var pseudonymKeys, out failure)
            || !(await ReadQueryAsync(parsed, cancellation).ConfigureAwait(false)).Is(out var query, out failure))
        {
            return failure;
        }

        var use = UseEvent.Searched(QueryOptions.Describe("report", query)) with { Patient = query.Patient };
        var recorder = _recording.CreateRecorder(parsed, _runner.Environment, log.Directory, pseudonymKeys);
        if (await recorder.RecordAsync(cancellation, use).ConfigureAwait(false) is { } unrecorded)
        {
            return unrecorded;
        }

        // The recording has moved the anchor of the tool's own stream.
        if (!_anchors.Read(parsed).Is(out anchors, out failure))
        {
            return failure;
        }

        var trust = new AuditLogVerificationOptions();
        keys.ForEach(trust.Keys.Add);
        anchors.ForEach(trust.Anchors.Add);
        var scope = ScopeOf(query, site, parsed.GetValue(_rows));
        var sections = new SectionList(scope, anchors);
        var verifying = log.VerifyAsync(trust, cancellation);
        await Task.WhenAll(verifying, sections.ReadAsync(log, new AuditLogReader(pseudonymKeys), cancellation)).ConfigureAwait(false);
        var verification = await verifying.ConfigureAwait(false);
        return Write(target, scope, VerificationReport.Of(verification), sections.Complete(verification));
    }

    private async Task<Found<AuditLogQuery>> ReadQueryAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var period = _query.ReadPeriod(parsed);
        return period.From >= (period.To ?? _runner.Environment.Time.GetUtcNow())
            ? Failure.Usage("--from must be before --to, and --to is now by default.")
            : await _patient.ReadAsync(parsed, period, cancellation).ConfigureAwait(false);
    }

    private ReportScope ScopeOf(AuditLogQuery query, Site site, int rows)
    {
        var now = _runner.Environment.Time.GetUtcNow();
        return new ReportScope
        {
            From = query.From,
            To = query.To ?? now,
            Site = site,
            Patient = query.Patient,
            Rows = rows,
            Now = now,
        };
    }

    /// <summary>Writes the page. The exit code is that of the verification, because figures of an invalid log prove nothing.</summary>
    private static Report Write(string target, ReportScope scope, Report verification, IReadOnlyList<ReportSection> sections)
    {
        var page = new ReportPage { Facts = FactsOf(scope), Sections = sections };
        if (PrivateFiles.Create(target, page.Write()) is { } failure)
        {
            return failure;
        }

        var open = sections.SelectMany(section => section.Findings).Count(finding => finding.Level != FindingLevel.Good);
        var text = verification.Text.Line("Written", Tone.Good).Pairs(
            ("file", target),
            ("needs attention", open.ToString(CultureInfo.InvariantCulture)));
        return new Report(verification.Code, text, new JsonObject
        {
            ["file"] = target,
            ["from"] = scope.From?.UtcDateTime,
            ["to"] = scope.To.UtcDateTime,
            ["createdAt"] = scope.Now.UtcDateTime,
            ["timeZone"] = scope.Site.Zone.Id,
            ["hours"] = scope.Site.Hours.ToString(),
            ["needsAttention"] = open,
            ["sections"] = JsonList.Of(sections.Select(section => section.ToJson())),
            ["verification"] = verification.Json,
        })
        {
            Warnings = verification.Code == ExitCode.Ok ? []
                : ["the log was not verified, so do not rely on the figures. The page says why."],
        };
    }

    private static (string Name, string Value)[] FactsOf(ReportScope scope) =>
    [
        ("Period", $"{(scope.From is { } from ? scope.Time(from) : "the first event")} to {scope.Time(scope.To)}"),
        ("Created", scope.Time(scope.Now)),
        ("Time zone", scope.Site.Zone.Id == TimeZoneInfo.Utc.Id ? "UTC (name that of the site with --time-zone)" : scope.Site.Zone.Id),
        ("Working hours", scope.Site.Hours.ToString()),
        ("Protect this page", "It contains users and patients. Treat it as electronic protected health information."),
    ];
}

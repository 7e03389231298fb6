using System.CommandLine;
using System.Text.Json.Nodes;
using HipaaJwt.Tool.Commands;
using HipaaJwt.Tool.Reading;
using HipaaJwt.Tool.Recording;
using HipaaJwt.Tool.Results;
using HipaaJwt.Tool.Sources;
using HipaaJwt.Tool.Terminal;

namespace HipaaJwt.Tool.Reviews;

/// <summary><c>audit review</c>: signs off the review of a period, and of emergency accesses, in the tool's own stream.</summary>
internal sealed class ReviewCommand
{
    private const int MaxReviewerLength = 200;
    private const int MaxFindingLength = 1_000;

    private readonly LogOptions _log = new();
    private readonly RecordingOptions _recording = new();
    private readonly ToolRunner _runner;
    private readonly QueryOptions _query;

    private readonly Option<string> _reviewer = new("--by")
    {
        Description = $"The name of the person who reviewed, 1 to {MaxReviewerLength} characters.",
        HelpName = "NAME",
        Required = true,
    };

    private readonly Option<string> _finding = new("--finding")
    {
        Description = $"What the person found and did, 1 to {MaxFindingLength} characters. Name tickets, and no patients.",
        HelpName = "TEXT",
        Required = true,
    };

    private readonly Option<string[]> _grants = new("--grant")
    {
        Description = "An emergency grant that was reviewed. Repeat it for further ones.",
        HelpName = "ID",
    };

    private ReviewCommand(ToolRunner runner)
    {
        _runner = runner;
        _query = new QueryOptions(runner.Environment);
        foreach (var option in _query.OfTimes)
        {
            option.Required = true;
        }
    }

    public static Command Create(ToolRunner runner)
    {
        var review = new ReviewCommand(runner);
        var command = new Command("review", "Sign off the review of a period. The sign-off is recorded in the log.")
        {
            review._reviewer,
            review._finding,
            review._grants,
        };
        review._log.AddTo(command);
        command.AddAll(review._query.OfTimes).AddAll(review._recording.WithoutReason);
        return runner.Bind(
            command,
            review.RunAsync,
            "hipaa-jwt audit review audit --from 2026-03-16 --to 2026-03-23 --by \"M. Keller\" --finding \"no incident\"",
            "hipaa-jwt audit review audit --from 7d --to 0m --by \"M. Keller\" --finding \"ticket 2026-17\" --grant eg-31 --grant eg-32");
    }

    private Task<Report> RunAsync(ParseResult parsed, CancellationToken cancellation) =>
        _log.UseAsync(parsed, log => RunAsync(log, parsed, cancellation), cancellation);

    private async Task<Report> RunAsync(OpenLog log, ParseResult parsed, CancellationToken cancellation)
    {
        var (reviewer, finding) = (parsed.GetRequiredValue(_reviewer).Trim(), parsed.GetRequiredValue(_finding).Trim());
        var period = _query.ReadPeriod(parsed);
        string[] grants = [.. (parsed.GetValue(_grants) ?? []).Distinct(StringComparer.Ordinal)];
        if ((Check(period, reviewer, finding)
            ?? await FindUnknownAsync(log, period, grants, cancellation).ConfigureAwait(false)) is { } failure)
        {
            return failure;
        }

        var review = new ReviewRecord(period.From!.Value, period.To!.Value, reviewer, finding);
        var events = grants.Select(grant => (review with { Grant = grant }).ToEvent()).Prepend(review.ToEvent()).ToArray();
        var recorder = _recording.CreateRecorder(parsed, _runner.Environment, log.Directory);
        var unrecorded = await recorder.RecordAsync(cancellation, events).ConfigureAwait(false);
        return unrecorded is null ? Describe(review, grants) : unrecorded;
    }

    private Failure? Check(AuditLogQuery period, string reviewer, string finding)
    {
        return period.From >= period.To ? Failure.Usage("--from must be before --to.")
            : period.To > _runner.Environment.Time.GetUtcNow() ? Failure.Usage("--to is in the future. Sign off a period when it is over.")
            : reviewer.Length is 0 or > MaxReviewerLength ? Failure.Usage($"--by must have 1 to {MaxReviewerLength} characters.")
            : finding.Length is 0 or > MaxFindingLength ? Failure.Usage($"--finding must have 1 to {MaxFindingLength} characters.")
            : null;
    }

    /// <summary>Finds grants that do not occur in the period: a mistyped identifier would leave the access without a review.</summary>
    private static async Task<Failure?> FindUnknownAsync(
        OpenLog log, AuditLogQuery period, IReadOnlyCollection<string> grants, CancellationToken cancellation)
    {
        var unknown = new HashSet<string>(grants, StringComparer.Ordinal);
        var entries = unknown.Count == 0
            ? AsyncEnumerable.Empty<AuditLogEntry>() : log.ReadAsync(new AuditLogReader(), period, cancellation);
        await foreach (var entry in entries.ConfigureAwait(false))
        {
            if (entry.Event is { EmergencyGrantId: { } grant, Type: not AuditEventType.AuditLogReviewed } && unknown.Remove(grant)
                && unknown.Count == 0)
            {
                break;
            }
        }

        return unknown.Count == 0 ? null : Failure.NotFound(
            $"the period contains no event of the emergency grant {string.Join(", ", unknown)}, so nothing was signed off. "
            + "hipaa-jwt audit report lists the grants.");
    }

    private static Report Describe(ReviewRecord review, string[] grants)
    {
        var text = new TextReport()
            .Line("Signed off", Tone.Good)
            .Pairs(
                ("from", ReviewRecord.Text(review.From)),
                ("to", ReviewRecord.Text(review.To)),
                ("reviewed by", review.Reviewer),
                ("finding", review.Finding),
                ("emergency grants", grants.Length == 0 ? null : string.Join(", ", grants)));
        return new Report(ExitCode.Ok, text, new JsonObject
        {
            ["from"] = review.From.UtcDateTime,
            ["to"] = review.To.UtcDateTime,
            ["by"] = review.Reviewer,
            ["finding"] = review.Finding,
            ["grants"] = JsonList.Of(grants),
        });
    }
}

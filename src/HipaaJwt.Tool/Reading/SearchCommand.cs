using System.CommandLine;
using System.Text.Json.Nodes;
using HipaaJwt.Tool.Commands;
using HipaaJwt.Tool.Recording;
using HipaaJwt.Tool.Results;
using HipaaJwt.Tool.Sources;
using HipaaJwt.Tool.Terminal;

namespace HipaaJwt.Tool.Reading;

/// <summary><c>audit search</c>: shows the events that fulfill conditions, after it has recorded the search.</summary>
internal sealed class SearchCommand
{
    private const int MaxLimit = 100_000;

    private readonly LogOptions _log = new();
    private readonly RecordingOptions _recording = new();
    private readonly QueryOptions _query;
    private readonly ToolRunner _runner;

    private readonly Option<int> _limit = new("--limit")
    {
        Description = $"The largest number of events to show, 1 to {MaxLimit}.",
        HelpName = "NUMBER",
        DefaultValueFactory = _ => 1_000,
    };

    private SearchCommand(ToolRunner runner)
    {
        _runner = runner;
        _query = new QueryOptions(runner.Environment);
    }

    public static Command Create(ToolRunner runner)
    {
        var search = new SearchCommand(runner);
        var command = new Command("search", "Find events. The search itself is recorded in the log before anything is shown.")
        {
            search._limit,
        };
        search._limit.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && result.GetValueOrDefault<int>() is < 1 or > MaxLimit)
            {
                result.AddError($"--limit must be 1 to {MaxLimit}.");
            }
        });
        search._log.AddTo(command);
        command.AddAll(search._query.All).AddAll(search._recording.All);
        return runner.Bind(
            command,
            search.RunAsync,
            "hipaa-jwt audit search audit --patient p-7 --from 7d --reason \"complaint 2026-17\"",
            "hipaa-jwt audit search audit --type AccessDenied --from 2026-01-15 --to 2026-01-16 --json",
            "hipaa-jwt audit search records --sqlite /var/lib/clinic/audit.db --patient p-7");
    }

    private Task<Report> RunAsync(ParseResult parsed, CancellationToken cancellation) =>
        _log.UseAsync(parsed, log => RunAsync(log, parsed, cancellation), cancellation);

    private async Task<Report> RunAsync(OpenLog log, ParseResult parsed, CancellationToken cancellation)
    {
        if (!_query.ReadPseudonymKeys(parsed).Is(out var keys, out var failure)
            || !(await _query.ReadAsync(parsed, cancellation).ConfigureAwait(false)).Is(out var query, out failure))
        {
            return failure;
        }

        var use = UseEvent.Searched(QueryOptions.Describe("search", query)) with { Patient = query.Patient };
        var recorder = _recording.CreateRecorder(parsed, _runner.Environment, log.Directory, keys);
        if (await recorder.RecordAsync(cancellation, use).ConfigureAwait(false) is { } unrecorded)
        {
            return unrecorded;
        }

        List<AuditLogEntry> entries = [];
        var limit = parsed.GetValue(_limit);
        await foreach (var entry in log.ReadAsync(new AuditLogReader(keys), query, cancellation).ConfigureAwait(false))
        {
            if (entries.Count == limit)
            {
                return Describe(entries, isComplete: false);
            }

            entries.Add(entry);
        }

        return Describe(entries, isComplete: true);
    }

    private static Report Describe(List<AuditLogEntry> entries, bool isComplete)
    {
        var text = new TextReport();
        if (entries.Count > 0)
        {
            text.Table(EventText.Headers, entries.Select(EventText.RowOf));
        }

        text.Line(isComplete ? $"Events: {entries.Count}" : $"Events: {entries.Count}, and more. Raise --limit or add conditions.");
        return new Report(ExitCode.Ok, text, new JsonObject
        {
            ["count"] = entries.Count,
            ["complete"] = isComplete,
            ["events"] = JsonList.Of(entries.Select(EventText.ToJson)),
        });
    }
}

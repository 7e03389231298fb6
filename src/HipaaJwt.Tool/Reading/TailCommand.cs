using System.CommandLine;
using System.Text.Json.Nodes;
using HipaaJwt.Tool.Commands;
using HipaaJwt.Tool.Recording;
using HipaaJwt.Tool.Results;
using HipaaJwt.Tool.Sources;
using HipaaJwt.Tool.Terminal;

namespace HipaaJwt.Tool.Reading;

/// <summary><c>audit tail</c>: shows the last events and, with <c>--follow</c>, those that come. It is recorded like a search.</summary>
internal sealed class TailCommand
{
    private const int MaxLines = 10_000;

    private readonly LogOptions _log = new();
    private readonly RecordingOptions _recording = new();
    private readonly QueryOptions _query;
    private readonly ToolRunner _runner;

    private readonly Option<int> _lines = new("--lines", "-n")
    {
        Description = $"The number of events to show first, 0 to {MaxLines}.",
        HelpName = "NUMBER",
        DefaultValueFactory = _ => 10,
    };

    private readonly Option<bool> _follow = new("--follow", "-f")
    {
        Description = "Wait for further events, until Ctrl+C. With --json, each event is one object on a line of its own.",
    };

    private TailCommand(ToolRunner runner)
    {
        _runner = runner;
        _query = new QueryOptions(runner.Environment);
    }

    public static Command Create(ToolRunner runner)
    {
        var tail = new TailCommand(runner);
        var command = new Command("tail", "Show the last events, and wait for further ones. The use is recorded in the log first.")
        {
            tail._lines,
            tail._follow,
        };
        tail._lines.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && result.GetValueOrDefault<int>() is < 0 or > MaxLines)
            {
                result.AddError($"--lines must be 0 to {MaxLines}.");
            }
        });
        tail._log.AddTo(command);
        command.AddAll(tail._query.All).AddAll(tail._recording.All);
        return runner.Bind(
            command, tail.RunAsync, "hipaa-jwt audit tail audit", "hipaa-jwt audit tail audit --follow --type AccessDenied");
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

        var use = UseEvent.Searched(QueryOptions.Describe("tail", query)) with { Patient = query.Patient };
        var recorder = _recording.CreateRecorder(parsed, _runner.Environment, log.Directory, keys);
        if (await recorder.RecordAsync(cancellation, use).ConfigureAwait(false) is { } unrecorded)
        {
            return unrecorded;
        }

        var reader = new AuditLogReader(keys, _runner.Environment.Time);
        return parsed.GetValue(_follow)
            ? await FollowAsync(log, reader, query, parsed, cancellation).ConfigureAwait(false)
            : await ShowLastAsync(log, reader, query, parsed.GetValue(_lines), cancellation).ConfigureAwait(false);
    }

    private static async Task<Report> ShowLastAsync(
        OpenLog log, AuditLogReader reader, AuditLogQuery query, int lines, CancellationToken cancellation)
    {
        Queue<AuditLogEntry> last = [];
        await foreach (var entry in log.ReadAsync(reader, query, cancellation).ConfigureAwait(false))
        {
            last.Enqueue(entry);
            if (last.Count > lines)
            {
                last.Dequeue();
            }
        }

        var text = new TextReport();
        foreach (var entry in last)
        {
            text.Line(EventText.LineOf(entry));
        }

        return new Report(ExitCode.Ok, text, new JsonObject { ["events"] = JsonList.Of(last.Select(EventText.ToJson)) });
    }

    /// <summary>Shows events as they come. The user ends it, so that a cancellation is no failure.</summary>
    private async Task<Report> FollowAsync(
        OpenLog log, AuditLogReader reader, AuditLogQuery query, ParseResult parsed, CancellationToken cancellation)
    {
        var (isJson, lines) = (parsed.GetValue(_runner.Json), parsed.GetValue(_lines));
        try
        {
            await foreach (var entry in log.FollowAsync(reader, query, lines, cancellation).ConfigureAwait(false))
            {
                if (isJson)
                {
                    _runner.Console.Write(EventText.ToJson(entry));
                }
                else
                {
                    _runner.Console.Write(new TextReport().Line(EventText.LineOf(entry)));
                }
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The end of what was asked for.
        }

        return new Report(ExitCode.Ok, new TextReport(), []);
    }
}

using System.CommandLine;
using System.Text.Json.Nodes;
using HipaaJwt.Tool.Commands;
using HipaaJwt.Tool.Files;
using HipaaJwt.Tool.Recording;
using HipaaJwt.Tool.Results;
using HipaaJwt.Tool.Terminal;

namespace HipaaJwt.Tool.Holds;

/// <summary><c>audit hold add|list|release</c>: legal holds, which stop the pruning of a log.</summary>
internal sealed class HoldCommands
{
    private const string NameRule = "A name is 1 to 64 letters, digits, '-', '_' and '.', and does not begin with '.'.";

    private readonly ToolRunner _runner;

    private HoldCommands(ToolRunner runner) => _runner = runner;

    public static Command Create(ToolRunner runner)
    {
        var holds = new HoldCommands(runner);
        return runner.Group(
            new Command("hold", "Add, list and release legal holds. While one exists, nothing of the log is pruned.")
            {
                holds.CreateChange("add", "Add a hold. It is recorded in the log first.", holds.Add),
                holds.CreateList(),
                holds.CreateChange("release", "Release a hold. It is recorded in the log first.", Release),
            },
            "hipaa-jwt audit hold add audit case-2026-17 --reason \"subpoena of 3 March\"",
            "hipaa-jwt audit hold list audit");
    }

    private Command CreateList()
    {
        var directory = LogDirectory.CreateArgument();
        return _runner.Bind(
            new Command("list", "List the holds.") { directory },
            (parsed, _) =>
            {
                var path = parsed.GetRequiredValue(directory);
                return Task.FromResult(LogDirectory.Check(path) is { } missing ? missing : List(new AuditLogHolds(path).List()));
            },
            "hipaa-jwt audit hold list audit --json");
    }

    private Command CreateChange(string name, string description, Func<AuditLogHolds, string, string?, Failure?> change)
    {
        var directory = LogDirectory.CreateArgument();
        var hold = new Argument<string>("name") { Description = "The name of the hold. " + NameRule };
        var recording = new RecordingOptions();
        var action = name == "add" ? AuditAction.Create : AuditAction.Delete;
        var command = new Command(name, description) { directory, hold }.AddAll(recording.All);
        return _runner.Bind(
            command,
            async (parsed, cancellation) =>
            {
                var (path, holdName) = (parsed.GetRequiredValue(directory), parsed.GetRequiredValue(hold));
                if (Check(path, holdName, action) is { } failure)
                {
                    return failure;
                }

                var recorder = recording.CreateRecorder(parsed, _runner.Environment, path);
                var use = UseEvent.HoldChanged(action, holdName);
                var problem = await recorder.RecordAsync(cancellation, use).ConfigureAwait(false)
                    ?? change(new AuditLogHolds(path), holdName, recorder.Reason);
                return problem is null ? Changed(action, holdName) : problem;
            },
            $"hipaa-jwt audit hold {name} audit case-2026-17 --reason \"subpoena of 3 March\"");
    }

    /// <summary>Checks before the recording, so that the log has no records of changes that cannot be.</summary>
    private static Failure? Check(string directory, string name, AuditAction action)
    {
        if (LogDirectory.Check(directory) is { } missing)
        {
            return missing;
        }

        if (!AuditLogHolds.IsName(name))
        {
            return Failure.Usage($"'{name}' is not a name of a hold. {NameRule}");
        }

        var exists = new AuditLogHolds(directory).List().Any(hold => hold.Name == name);
        return action switch
        {
            AuditAction.Create when exists => Exists(name),
            AuditAction.Delete when !exists => Missing(name),
            _ => null,
        };
    }

    private Failure? Add(AuditLogHolds holds, string name, string? reason) =>
        holds.TryAdd(new AuditLogHold(name, _runner.Environment.Time.GetUtcNow(), reason)) ? null : Exists(name);

    private static Failure? Release(AuditLogHolds holds, string name, string? reason) => holds.TryRelease(name) ? null : Missing(name);

    private static Failure Exists(string name) => Failure.Invalid($"the hold {name} exists.");

    private static Failure Missing(string name) => Failure.NotFound($"there is no hold {name}.");

    private static Report Changed(AuditAction action, string name) => new(
        ExitCode.Ok,
        new TextReport().Line(
            action == AuditAction.Create ? $"Added the hold {name}. Nothing is pruned until it is released." : $"Released the hold {name}.",
            Tone.Good),
        new JsonObject { ["name"] = name, ["held"] = action == AuditAction.Create });

    private Report List(IReadOnlyList<AuditLogHold> holds)
    {
        var now = _runner.Environment.Time.GetUtcNow();
        var text = new TextReport();
        if (holds.Count > 0)
        {
            text.Table(
                ["NAME", "SINCE", "REASON"],
                holds.Select(hold => (string?[])
                [
                    hold.Name, hold.Since is { } since ? Age.WithTime(since, now) : "(unknown)", hold.Reason,
                ]));
        }

        text.Line($"Holds: {holds.Count}");
        return new Report(ExitCode.Ok, text, new JsonObject
        {
            ["held"] = holds.Count > 0,
            ["holds"] = JsonList.Of(holds.Select(JsonNode (hold) => new JsonObject
            {
                ["name"] = hold.Name,
                ["since"] = hold.Since?.UtcDateTime,
                ["reason"] = hold.Reason,
            })),
        });
    }
}

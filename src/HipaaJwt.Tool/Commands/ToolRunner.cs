using System.CommandLine;
using System.Data.Common;
using System.Text.Json.Nodes;
using HipaaJwt.Tool.Results;
using HipaaJwt.Tool.Terminal;
using Microsoft.Extensions.Options;

namespace HipaaJwt.Tool.Commands;

/// <summary>Runs commands: writes their reports, and turns every failure into a message and an exit code.</summary>
internal sealed class ToolRunner
{
    private readonly ToolEnvironment _environment;
    private readonly Dictionary<Command, string[]> _examples = [];

    public ToolRunner(ToolEnvironment environment)
    {
        _environment = environment;
        Console = new ToolConsole(environment);
    }

    public ToolEnvironment Environment => _environment;

    public ToolConsole Console { get; }

    /// <summary>The option of all commands that writes one JSON object.</summary>
    public Option<bool> Json { get; } = new("--json")
    {
        Description = "Write one JSON object to the standard output, for programs. Messages go to the standard error stream.",
        Recursive = true,
    };

    public IReadOnlyList<string> ExamplesOf(Command command) => _examples.GetValueOrDefault(command) ?? [];

    /// <summary>Adds examples to the help of a command that only has further commands.</summary>
    public Command Group(Command command, params string[] examples)
    {
        _examples[command] = examples;
        return command;
    }

    /// <summary>Sets what a command does, and the examples of its help.</summary>
    public Command Bind(Command command, Func<ParseResult, CancellationToken, Task<Report>> run, params string[] examples)
    {
        _examples[command] = examples;
        command.SetAction(async (parsed, cancellation) =>
            Write(PathOf(command), parsed.GetValue(Json), await RunAsync(run, parsed, cancellation).ConfigureAwait(false)));
        return command;
    }

    /// <summary>Writes a report.</summary>
    /// <returns>The exit code.</returns>
    public int Write(string command, bool isJson, Report report)
    {
        foreach (var warning in report.Warnings)
        {
            Console.Warn(warning);
        }

        if (report.Error is { } error)
        {
            Console.Fail(error);
        }

        if (isJson)
        {
            Console.Write(ToJson(command, report));
        }
        else
        {
            Console.Write(report.Text);
        }

        return (int)report.Code;
    }

    public static string PathOf(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent and not RootCommand
            ? $"{PathOf(parent)} {command.Name}"
            : command.Name;

    private static JsonObject ToJson(string command, Report report)
    {
        var json = new JsonObject { ["command"] = command, ["exitCode"] = (int)report.Code };
        if (report.Error is { } error)
        {
            json["error"] = error;
        }

        foreach (var (name, value) in report.Json.ToArray())
        {
            report.Json.Remove(name);
            json[name] = value;
        }

        return json;
    }

    private static async Task<Report> RunAsync(
        Func<ParseResult, CancellationToken, Task<Report>> run, ParseResult parsed, CancellationToken cancellation)
    {
        try
        {
            return await run(parsed, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return new Failure(ExitCode.Canceled, "canceled.");
        }
        catch (DbException exception)
        {
            return Failure.NotFound(
                $"the database cannot be read: {(exception.SqlState is { } state ? $"SQLSTATE {state}" : exception.GetType().Name)}.");
        }
        catch (OptionsValidationException exception)
        {
            return Failure.NotFound(exception.Message);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Failure.NotFound(exception.Message);
        }
#pragma warning disable CA1031 // The message of an unknown exception may contain data, so only its type is shown.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return new Failure(ExitCode.Defect, $"unexpected {exception.GetType().Name}. Report it as a defect of hipaa-jwt.");
        }
    }
}

using System.CommandLine;
using HipaaJwt.Tool.Commands;
using HipaaJwt.Tool.Results;
using HipaaJwt.Tool.Terminal;

namespace HipaaJwt.Tool.CommandLine;

/// <summary>Parses a command line and runs its command.</summary>
internal static class ToolApplication
{
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] arguments, ToolEnvironment environment, CancellationToken cancellation)
    {
        var runner = new ToolRunner(environment);

        // A value such as @file.txt is never replaced by the contents of a file.
        var parsed = CommandTree.Create(runner).Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is not ExampleHelp && parsed.Errors.Count > 0)
        {
            var command = parsed.CommandResult.Command;
            var name = command is RootCommand ? "hipaa-jwt" : ToolRunner.PathOf(command);
            var help = command is RootCommand ? "hipaa-jwt --help" : $"hipaa-jwt {name} --help";
            var problems = string.Join(' ', parsed.Errors.Select(error => error.Message.TrimEnd('.') + '.'));
            var isJson = arguments.Contains(runner.Json.Name, StringComparer.Ordinal);
            return runner.Write(name, isJson, Failure.Usage($"{problems} See {help}."));
        }

        return await parsed.InvokeAsync(
            new InvocationConfiguration
            {
                Output = environment.Output,
                Error = environment.Error,
                EnableDefaultExceptionHandler = false,
            },
            cancellation).ConfigureAwait(false);
    }
}

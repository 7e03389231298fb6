using System.Diagnostics;

namespace HipaaJwt.PackageTests.Support;

/// <summary>Runs programs without the environment variables of the test run.</summary>
internal static class CommandLine
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(8);
    private static readonly Dictionary<string, string> NoVariables = [];
    private static readonly string[] RemovedPrefixes =
        ["MSBUILD", "CORECLR_", "COREHOST_", "VSTEST", "TESTINGPLATFORM", "DOTNET_CLI_UI", "VERSIONSUFFIX"];

    /// <summary>Runs a program until it exits. If it fails, the test fails with its output.</summary>
    /// <returns>The standard output, followed by the standard error.</returns>
    public static Task<string> RunAsync(string folder, string program, params string[] arguments) =>
        RunAsync(folder, NoVariables, program, arguments);

    /// <summary>Runs a program with environment variables of its own until it exits.</summary>
    /// <returns>The standard output, followed by the standard error.</returns>
    public static async Task<string> RunAsync(
        string folder, IReadOnlyDictionary<string, string> variables, string program, params string[] arguments)
    {
        var (exitCode, text) = await RunToEndAsync(folder, variables, null, program, arguments);
        exitCode.Should().Be(0, "{0} {1} should succeed, but it wrote: {2}", program, string.Join(' ', arguments), text);
        return text;
    }

    /// <summary>Runs a program with a standard input until it exits, whatever its exit code.</summary>
    /// <returns>The exit code, and the standard output followed by the standard error.</returns>
    public static async Task<(int ExitCode, string Text)> RunToEndAsync(
        string folder, IReadOnlyDictionary<string, string> variables, string? input, string program, params string[] arguments)
    {
        using var process = Start(folder, variables, input is not null, program, arguments);
        using var timeout = new CancellationTokenSource(Timeout);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(timeout.Token);
            var errors = process.StandardError.ReadToEndAsync(timeout.Token);
            if (input is not null)
            {
                await process.StandardInput.WriteAsync(input.AsMemory(), timeout.Token);
                process.StandardInput.Close();
            }

            await process.WaitForExitAsync(timeout.Token);
            return (process.ExitCode, await output + await errors);
        }
        finally
        {
            Kill(process);
        }
    }

    public static Process Start(string folder, string program, params string[] arguments) =>
        Start(folder, NoVariables, program, arguments);

    public static Process Start(
        string folder, IReadOnlyDictionary<string, string> variables, string program, params string[] arguments) =>
        Start(folder, variables, false, program, arguments);

    public static void Kill(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private static Process Start(
        string folder, IReadOnlyDictionary<string, string> variables, bool hasInput, string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = hasInput,
        };
        foreach (var name in start.Environment.Keys.Where(IsRemoved).ToArray())
        {
            start.Environment.Remove(name);
        }

        // Build servers would outlive the command and keep its output open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_NOLOGO"] = "1";
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private static bool IsRemoved(string name) =>
        RemovedPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}

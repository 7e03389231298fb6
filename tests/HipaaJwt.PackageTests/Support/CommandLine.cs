using System.Diagnostics;

namespace HipaaJwt.PackageTests.Support;

/// <summary>Runs programs as a person at a terminal would, without what the test run has put into the environment.</summary>
internal static class CommandLine
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(8);
    private static readonly string[] Inherited = ["MSBUILD", "CORECLR_", "COREHOST_", "VSTEST", "TESTINGPLATFORM", "DOTNET_CLI_UI"];

    /// <summary>Runs a program to its end; one that fails fails the test with its output.</summary>
    /// <returns>What it wrote to both of its outputs.</returns>
    public static async Task<string> RunAsync(string folder, string program, params string[] arguments)
    {
        using var process = Start(folder, program, arguments);
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            var text = await output + await errors;
            process.ExitCode.Should().Be(0, "{0} {1} should succeed, but it wrote: {2}", program, string.Join(' ', arguments), text);
            return text;
        }
        finally
        {
            Kill(process);
        }
    }

    public static Process Start(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(IsInherited).ToArray())
        {
            start.Environment.Remove(name);
        }

        // Build servers would outlive the command and hold its outputs open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_NOLOGO"] = "1";
        return Process.Start(start)!;
    }

    public static void Kill(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private static bool IsInherited(string name) =>
        Inherited.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}

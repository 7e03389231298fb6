using System.ComponentModel;
using System.Diagnostics;

namespace HipaaJwt.AuditLog.Tests.OtherVerifiers;

/// <summary>A program that may be missing on a developer's machine, and never with CI=true.</summary>
internal sealed record OtherProgram(string Name)
{
    public Dictionary<string, string> Environment { get; init; } = [];

    public static bool IsRequired { get; } = System.Environment.GetEnvironmentVariable("CI") == "true";

    /// <summary>Finds a program, or skips the test.</summary>
    public static async Task<OtherProgram> FindAsync(string name, IEnumerable<string> arguments)
    {
        var program = new OtherProgram(name);
        try
        {
            await program.RunAsync(arguments);
        }
        catch (Win32Exception) when (!IsRequired)
        {
            Assert.Skip($"{name} is not installed.");
        }

        return program;
    }

    public async Task<(int ExitCode, string Output)> RunAsync(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Name, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output + await errors);
    }
}

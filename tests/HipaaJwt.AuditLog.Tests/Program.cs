using Xunit.Runner.InProc.SystemConsole;

namespace HipaaJwt.AuditLog.Tests;

/// <summary>Runs the tests, or a process that a test has started.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args) => await ConsoleRunner.Run(args);
}

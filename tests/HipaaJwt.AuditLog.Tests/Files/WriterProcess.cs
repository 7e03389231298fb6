using System.Diagnostics;

namespace HipaaJwt.AuditLog.Tests.Files;

/// <summary>A process that writes a log.</summary>
internal sealed class WriterProcess : IDisposable
{
    private readonly Process _process;

    private WriterProcess(Process process) => _process = process;

    /// <summary>Starts a process.</summary>
    /// <param name="directory">The directory of the log.</param>
    /// <param name="run">The prefix of its events.</param>
    /// <param name="threads">The number of threads.</param>
    /// <param name="events">The number of events of each thread.</param>
    /// <param name="wrapper">A program that runs the process, with its arguments.</param>
    public static WriterProcess Start(string directory, string run, int threads, int events, params string[] wrapper)
    {
        string[] command =
        [
            .. wrapper, Environment.ProcessPath!, "writer", directory, run, $"{threads}", $"{events}",
        ];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true };
        return new WriterProcess(Process.Start(start)!);
    }

    public async Task<string?> ReadLineAsync() => await _process.StandardOutput.ReadLineAsync();

    public async Task<string[]> ReadToEndAsync() =>
        (await _process.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public void Kill() => _process.Kill(entireProcessTree: true);

    public async Task<int> WaitAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}

using System.Diagnostics;

namespace HipaaJwt.Stores.Tests.Workers;

/// <summary>A second process of the operating system that uses a store.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private WorkerProcess(Process process) => _process = process;

    public int Id => _process.Id;

    /// <summary>Starts a process and waits until it has opened its store.</summary>
    /// <param name="store">The kind of the store and where it is.</param>
    /// <param name="defect">The defect that the process has.</param>
    public static async Task<WorkerProcess> StartAsync(string[] store, PlantedDefect defect = PlantedDefect.None)
    {
        var worker = Launch("worker", store);
        (await worker.ReadAsync()).Should().Be("ready");
        await worker.PlantAsync(defect);
        return worker;
    }

    /// <summary>Gives the process a defect.</summary>
    public async Task PlantAsync(PlantedDefect defect) => (await RunAsync($"plant {defect}")).Should().Equal("planted");

    /// <summary>Starts a process and waits for nothing.</summary>
    /// <param name="kind">What the process is.</param>
    /// <param name="arguments">Its arguments.</param>
    public static WorkerProcess Launch(string kind, string[] arguments)
    {
        var program = Path.ChangeExtension(typeof(WorkerProcess).Assembly.Location, OperatingSystem.IsWindows() ? ".exe" : null);
        var start = new ProcessStartInfo(program, [kind, .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        return new WorkerProcess(Process.Start(start)!);
    }

    /// <summary>Sends a command and reads the words of its answer.</summary>
    public async Task<string[]> RunAsync(string command)
    {
        await SendAsync(command);
        return (await ReadAsync())!.Split(' ');
    }

    public Task SendAsync(string command) => _process.StandardInput.WriteLineAsync(command);

    /// <returns>Null if the process has ended.</returns>
    public Task<string?> ReadAsync() => _process.StandardOutput.ReadLineAsync().WaitAsync(Limit);

    /// <summary>Kills the process.</summary>
    /// <returns>The complete lines that it had written and nobody has read.</returns>
    public async Task<string[]> KillAsync()
    {
        _process.Kill();
        var rest = await _process.StandardOutput.ReadToEndAsync().WaitAsync(Limit);
        await _process.WaitForExitAsync();
        return rest.Split('\n')[..^1];
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }
}

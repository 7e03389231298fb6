using System.Diagnostics;

namespace HipaaJwt.HttpBenchmarks.Driver;

/// <summary>Runs the server in a separate process that exits with this one.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process, Uri first, Uri second)
    {
        _process = process;
        First = first;
        Second = second;
    }

    /// <summary>The address of the first of two services.</summary>
    public Uri First { get; }

    /// <summary>The address of the second service.</summary>
    public Uri Second { get; }

    /// <summary>Starts this program with a command that serves.</summary>
    public static async Task<ServerProcess> StartAsync(params string[] arguments)
    {
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = new ProcessStartInfo(dotnet, [typeof(ServerProcess).Assembly.Location, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start)!;
        var addresses = (await process.StandardOutput.ReadLineAsync())?.Split(' ');
        return addresses is [var first, var second]
            ? new ServerProcess(process, new Uri(first), new Uri(second))
            : throw new InvalidOperationException("The server did not start.");
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}

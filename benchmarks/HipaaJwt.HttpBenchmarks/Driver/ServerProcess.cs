using System.Diagnostics;

namespace HipaaJwt.HttpBenchmarks.Driver;

/// <summary>Runs the server in a separate process that exits with this one.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process, IReadOnlyList<Uri> addresses)
    {
        _process = process;
        Addresses = addresses;
    }

    /// <summary>The addresses of the services, in the order in which the process writes them.</summary>
    public IReadOnlyList<Uri> Addresses { get; }

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
        var addresses = await process.StandardOutput.ReadLineAsync()
            ?? throw new InvalidOperationException("The server did not start.");
        return new ServerProcess(process, [.. addresses.Split(' ').Select(address => new Uri(address))]);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}

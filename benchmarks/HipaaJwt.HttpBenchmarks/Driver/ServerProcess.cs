using System.Diagnostics;

namespace HipaaJwt.HttpBenchmarks.Driver;

/// <summary>Runs the server in a separate process that exits with this one.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process, Uri microsoft, Uri hipaaJwt)
    {
        _process = process;
        Microsoft = microsoft;
        HipaaJwt = hipaaJwt;
    }

    public Uri Microsoft { get; }

    public Uri HipaaJwt { get; }

    public static async Task<ServerProcess> StartAsync(JwsAlgorithm algorithm, string tokenFile)
    {
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = new ProcessStartInfo(dotnet, [typeof(ServerProcess).Assembly.Location, "serve", algorithm.ToString(), tokenFile])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start)!;
        var addresses = (await process.StandardOutput.ReadLineAsync())?.Split(' ');
        return addresses is [var microsoft, var ours]
            ? new ServerProcess(process, new Uri(microsoft), new Uri(ours))
            : throw new InvalidOperationException("The server did not start.");
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}

using System.Diagnostics;

namespace HipaaJwt.Benchmarks.Gate;

/// <summary>This program in another process, which writes its address and exits when its standard input is closed.</summary>
internal sealed class ChildProcess : IDisposable
{
    /// <summary>Empty. A host watches the files below its folder, so one with many files would be measured too.</summary>
    private static readonly DirectoryInfo Folder = Directory.CreateTempSubdirectory("hipaajwt-benchmark-");

    private readonly Process _process;

    private ChildProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>The resident memory, in bytes.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Starts the process and waits for its address.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="certificate">The file with a certificate that the process trusts; null for none.</param>
    public static async Task<ChildProcess> StartAsync(string[] arguments, string? certificate = null)
    {
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = new ProcessStartInfo(dotnet, [typeof(ChildProcess).Assembly.Location, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = Folder.FullName,
        };
        if (certificate is not null)
        {
            start.Environment["SSL_CERT_FILE"] = certificate;
        }

        var process = Process.Start(start)!;
        var line = await process.StandardOutput.ReadLineAsync();
        return new ChildProcess(process, new Uri(line ?? throw new InvalidOperationException($"{arguments[0]} did not start.")));
    }

    /// <summary>Ends the process.</summary>
    /// <returns>Its exit code.</returns>
    public int Stop()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        return _process.ExitCode;
    }

    public void Dispose()
    {
        Stop();
        _process.Dispose();
    }
}

using System.Diagnostics;

namespace HipaaJwt.Benchmarks.Gate;

/// <summary>A service in another process, which writes its address and exits when its standard input is closed.</summary>
internal sealed class ChildProcess : IDisposable
{
    /// <summary>Empty. A host watches the files below its folder, so one with many files would be measured too.</summary>
    private static readonly DirectoryInfo Folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "empty"));

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

    /// <summary>The program that runs .NET programs.</summary>
    public static string Dotnet => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>Starts this program with other arguments, and waits for its address.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="certificate">The file with a certificate that the process trusts; null for none.</param>
    public static Task<ChildProcess> StartAsync(string[] arguments, string? certificate = null) =>
        StartAsync(Dotnet, [typeof(ChildProcess).Assembly.Location, .. arguments], certificate);

    /// <summary>Starts a program and waits for its address.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="certificate">The file with a certificate that the process trusts; null for none.</param>
    public static async Task<ChildProcess> StartAsync(string program, string[] arguments, string? certificate = null)
    {
        var start = new ProcessStartInfo(program, arguments)
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
        return new ChildProcess(process, new Uri(line ?? throw new InvalidOperationException($"{program} did not start.")));
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

using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using HipaaJwt.Stores.Tests.Support;

namespace HipaaJwt.Stores.Tests.Redis.Support;

/// <summary>A private redis-server on a free port with a temporary folder. It is killed when disposed of.</summary>
public sealed class RedisProcess : IAsyncDisposable
{
    private const int StopSignal = 19;
    private const int ContinueSignal = 18;

    private readonly string[] _arguments;
    private Process _process;

    private RedisProcess(string[] arguments)
    {
        _arguments = arguments;
        Folder = Directory.CreateTempSubdirectory("hipaajwt-redis-").FullName;
        Port = Programs.FindFreePort();
        _process = Launch();
    }

    /// <summary>The folder with the data. It outlives a kill and a restart.</summary>
    public string Folder { get; }

    public int Port { get; }

    /// <summary>The configuration of a client that keeps trying to connect, and does not wait long.</summary>
    public string Configuration => string.Create(
        CultureInfo.InvariantCulture,
        $"127.0.0.1:{Port},allowAdmin=true,abortConnect=false,connectTimeout=1000,asyncTimeout=2000,syncTimeout=2000");

    public static bool IsInstalled { get; } = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, "redis-server")));

    /// <summary>Skips the test if redis-server is not installed. With CI=true the test fails instead.</summary>
    public static void SkipIfMissing()
    {
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            IsInstalled.Should().BeTrue("the Redis stores must be tested with CI=true; install redis-server");
        }

        Assert.SkipUnless(IsInstalled, "redis-server was not found. Install redis-server.");
    }

    /// <summary>Starts a server that keeps every write: <c>appendonly yes</c> and <c>appendfsync always</c>.</summary>
    /// <param name="arguments">Further arguments. A later one of the same name wins.</param>
    public static async Task<RedisProcess> StartAsync(params string[] arguments)
    {
        SkipIfMissing();
        var process = new RedisProcess(arguments);
        await process.WaitUntilReadyAsync();
        return process;
    }

    /// <summary>Kills the server (SIGKILL), so that it writes nothing any more.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }
    }

    /// <summary>Starts the server again with its data, after a kill.</summary>
    public async Task RestartAsync()
    {
        await KillAsync();
        _process.Dispose();
        _process = Launch();
        await WaitUntilReadyAsync();
    }

    /// <summary>Stops the server with SIGSTOP: its connections stay open, and nothing answers.</summary>
    public void Pause() => Signal(StopSignal);

    public void Resume() => Signal(ContinueSignal);

    /// <summary>Sends a command by a connection of its own.</summary>
    /// <returns>The answer as redis-cli prints it.</returns>
    public async Task<string> CommandAsync(params string[] arguments)
    {
        using var client = Process.Start(new ProcessStartInfo(
            "redis-cli", ["-p", Port.ToString(CultureInfo.InvariantCulture), .. arguments])
        { RedirectStandardOutput = true })!;
        var output = await client.StandardOutput.ReadToEndAsync();
        await client.WaitForExitAsync();
        return output.Trim();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int process, int signal);

    private void Signal(int signal)
    {
        if (SendSignal(_process.Id, signal) != 0)
        {
            throw new Win32Exception();
        }
    }

    private Process Launch()
    {
        string[] arguments =
        [
            "--port", Port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", Folder, "--save", string.Empty,
            "--appendonly", "yes", "--appendfsync", "always", "--logfile", Path.Combine(Folder, "log"), .. _arguments,
        ];
        return Process.Start(new ProcessStartInfo("redis-server", arguments))!;
    }

    private async Task WaitUntilReadyAsync()
    {
        await Poll.UntilAsync(
            () =>
            {
                _process.HasExited.Should().BeFalse("redis-server must run: {0}", ReadLog());
                return IsReadyAsync();
            },
            "redis-server answers");
    }

    private string ReadLog() => File.Exists(Path.Combine(Folder, "log")) ? File.ReadAllText(Path.Combine(Folder, "log")) : string.Empty;

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, Port);
            await client.GetStream().WriteAsync("PING\r\n"u8.ToArray());
            var answer = new byte[64];
            var length = await client.GetStream().ReadAsync(answer);
            return Encoding.ASCII.GetString(answer, 0, length).StartsWith("+PONG", StringComparison.Ordinal);
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            return false;
        }
    }
}

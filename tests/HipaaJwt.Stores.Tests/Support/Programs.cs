using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace HipaaJwt.Stores.Tests.Support;

/// <summary>Runs programs, and signals processes.</summary>
internal static class Programs
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static int FindFreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public static async Task<bool> AcceptsConnectionsAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Starts a program. Servers refuse to run as root, so root starts them as another user.</summary>
    public static Process Start(string? user, IEnumerable<string> command)
    {
        string[] all = user is not null && Environment.IsPrivilegedProcess
            ? ["setpriv", $"--reuid={user}", $"--regid={user}", "--clear-groups", .. command]
            : [.. command];
        var start = new ProcessStartInfo(all[0], all[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        return Process.Start(start)!;
    }

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task RunAsync(string? user, params string[] command)
    {
        using var process = Start(user, command);
        using var limit = new CancellationTokenSource(Limit);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
        await process.WaitForExitAsync(limit.Token);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{string.Join(' ', command)} failed: {await output}{await error}");
        }
    }

    /// <summary>Sends a signal to a process and its children. A process that has exited is skipped.</summary>
    public static async Task SignalAsync(int process, string signal)
    {
        var children = Path.Combine("/proc", $"{process}", "task", $"{process}", "children");
        string[] all =
        [
            $"{process}",
            .. File.Exists(children)
                ? (await File.ReadAllTextAsync(children)).Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                : [],
        ];
        foreach (var id in all)
        {
            try
            {
                await RunAsync(null, "sh", "-c", $"kill -{signal} {id}");
            }
            catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
            {
                // It has exited.
            }
        }
    }
}

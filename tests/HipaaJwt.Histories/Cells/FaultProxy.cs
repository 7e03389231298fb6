using System.Net;
using System.Net.Sockets;

namespace HipaaJwt.Histories.Cells;

/// <summary>
/// Forwards TCP connections to a port of this machine. Each direction can lose or delay all bytes, and connections can be cut.
/// </summary>
internal sealed class FaultProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<int> _target;
    private readonly Lock _lock = new();
    private readonly HashSet<TcpClient> _open = [];
    private volatile bool _isCut;

    /// <param name="target">Gets the port for a new connection.</param>
    public FaultProxy(Func<int> target)
    {
        _target = target;
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>Taken by each fault of this link: bytes must not pass again on a connection that has lost some.</summary>
    public SemaphoreSlim Turn { get; } = new(1);

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public FaultGate Requests { get; } = new();

    public FaultGate Answers { get; } = new();

    /// <summary>Closes all connections, and each new one until <see cref="Restore"/>.</summary>
    public void Cut()
    {
        _isCut = true;
        Reset();
    }

    public void Restore() => _isCut = false;

    /// <summary>Closes all connections.</summary>
    public void Reset()
    {
        TcpClient[] open;
        lock (_lock)
        {
            open = [.. _open];
            _open.Clear();
        }

        foreach (var client in open)
        {
            client.Dispose();
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        Cut();
        Turn.Dispose();
    }

#pragma warning disable CA1031 // The end of a connection shows in many ways.
    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception)
        {
            // Disposed.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using TcpClient server = new() { NoDelay = true };
        try
        {
            client.NoDelay = true;
            lock (_lock)
            {
                _open.Add(client);
                _open.Add(server);
            }

            if (!_isCut)
            {
                await server.ConnectAsync(IPAddress.Loopback, _target());
                await Task.WhenAny(PumpAsync(client, server, Requests), PumpAsync(server, client, Answers));
            }
        }
        catch (Exception)
        {
            // The server is down, or the connection was cut.
        }
        finally
        {
            client.Dispose();
            lock (_lock)
            {
                _open.Remove(client);
                _open.Remove(server);
            }
        }
    }

    private static async Task PumpAsync(TcpClient from, TcpClient to, FaultGate gate)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.GetStream().ReadAsync(buffer) is var count and > 0)
            {
                if (await gate.PassAsync())
                {
                    await to.GetStream().WriteAsync(buffer.AsMemory(0, count));
                }
            }
        }
        catch (Exception)
        {
            // The connection has ended.
        }
    }
#pragma warning restore CA1031
}

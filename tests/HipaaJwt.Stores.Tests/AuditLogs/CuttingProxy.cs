using System.Net;
using System.Net.Sockets;

namespace HipaaJwt.Stores.Tests.AuditLogs;

/// <summary>Stands between a client and the server, and cuts the connection once at a commit.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    /// <summary>What the statements that commit contain.</summary>
    private static readonly byte[][] Commits = ["COMMIT\0"u8.ToArray(), ".append("u8.ToArray()];

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly int _serverPort;
    private readonly Task _work;
    private int _cut;

    public CuttingProxy(int serverPort)
    {
        _serverPort = serverPort;
        _listener.Start();
        _work = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The number of connections that were cut.</summary>
    public int Cuts { get; private set; }

    /// <summary>Cuts the next connection that commits.</summary>
    /// <param name="place">Whether the server receives the commit.</param>
    public void CutNext(CutPlace place) => Volatile.Write(ref _cut, (int)place);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            _ = ForwardAsync(client);
        }
    }

    private async Task ForwardAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _serverPort, _stop.Token);
                var answers = server.GetStream().CopyToAsync(client.GetStream(), _stop.Token);
                await Task.WhenAny(ForwardRequestsAsync(client, server), answers);
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
            {
                // One side has closed the connection.
            }
        }
    }

    private async Task ForwardRequestsAsync(TcpClient client, TcpClient server)
    {
        var buffer = new byte[256 * 1024];
        while (await client.GetStream().ReadAsync(buffer, _stop.Token) is > 0 and var length)
        {
            var cut = !Array.Exists(Commits, commit => buffer.AsSpan(0, length).IndexOf(commit) >= 0)
                ? CutPlace.None
                : (CutPlace)Interlocked.Exchange(ref _cut, 0);
            if (cut != CutPlace.None)
            {
                Cuts++;
                client.Close();
            }

            if (cut == CutPlace.BeforeCommit)
            {
                return;
            }

            await server.GetStream().WriteAsync(buffer.AsMemory(0, length), _stop.Token);
            if (cut == CutPlace.AfterCommit)
            {
                // The server has committed when it closes or answers. The answer is lost.
                await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, _stop.Token);
                return;
            }
        }
    }
}

/// <summary>Where a connection is cut.</summary>
internal enum CutPlace
{
    None,
    BeforeCommit,
    AfterCommit,
}

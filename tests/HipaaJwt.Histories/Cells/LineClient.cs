using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HipaaJwt.Histories.Cells;

/// <summary>A connection to an instance: one line is asked, and one answered.</summary>
internal sealed class LineClient : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly TcpClient _client;
    private readonly StreamReader _reader;

    private LineClient(TcpClient client)
    {
        _client = client;
        _reader = new StreamReader(client.GetStream());
    }

    public static async Task<LineClient> ConnectAsync(int port)
    {
        TcpClient client = new() { NoDelay = true };
        try
        {
            using CancellationTokenSource limit = new(Limit, TimeProvider.System);
            await client.ConnectAsync(IPAddress.Loopback, port, limit.Token);
            return new LineClient(client);
        }
        catch (Exception)
        {
            client.Dispose();
            throw;
        }
    }

    /// <exception cref="IOException">The instance has closed the connection or does not answer.</exception>
    public async Task<string> AskAsync(string line)
    {
        using CancellationTokenSource limit = new(Limit, TimeProvider.System);
        try
        {
            await _client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(line + "\n"), limit.Token);
            return await _reader.ReadLineAsync(limit.Token) ?? throw new IOException("The instance has closed the connection.");
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException("The instance did not answer within 30 s.");
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _reader.Dispose();
    }
}

using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Keys.Remote;

/// <summary>Which requests share a connection, and what happens if it breaks.</summary>
public sealed class ConnectionTests
{
    [Fact]
    public async Task Metadata_and_keys_come_over_one_connection()
    {
        await using var lab = await KeyLab.StartAsync();
        var connections = new ConcurrentQueue<string>();
        lab.Provider.Instead = context =>
        {
            connections.Enqueue(context.Connection.Id);
            return lab.Provider.AnswerWellAsync(context);
        };

        await lab.LoadAsync();

        connections.Should().HaveCount(2);
        connections.Distinct().Should().ContainSingle();
    }

    [Fact]
    public async Task A_provider_that_breaks_the_connection_instead_of_sending_keys_receives_one_request()
    {
        await using var lab = await KeyLab.StartAsync();
        lab.Provider.Instead = context =>
        {
            if (context.Request.Path == KeyProvider.MetadataPath)
            {
                return lab.Provider.AnswerWellAsync(context);
            }

            context.Abort();
            return Task.CompletedTask;
        };

        (await lab.VerdictAsync()).Should().Be(JwtErrorCode.KeysUnavailable);

        lab.Provider.RequestsFor(KeyProvider.KeysPath).Should().Be(1);
    }

    [Fact]
    public async Task A_provider_that_closes_each_connection_after_its_answer_is_understood()
    {
        await using var lab = await KeyLab.StartAsync();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = $"http://{listener.LocalEndpoint}";
        var closing = AnswerAsync();
        await using var host = new TestHost(
            lab.Time,
            options => options.Issuers.Add(lab.Trust((issuer, _) => issuer.MetadataAddress = address + KeyProvider.MetadataPath)));

        (await host.ValidateAsync(lab.Token())).Error.Code.Should().Be(JwtErrorCode.None);

        listener.Stop();
        await closing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

        async Task AnswerAsync()
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync();
                var request = new byte[4096];
                var length = await client.GetStream().ReadAsync(request);
                var text = Encoding.ASCII.GetString(request, 0, length);
                var body = text.Contains(KeyProvider.MetadataPath, StringComparison.Ordinal)
                    ? lab.Provider.Metadata().Replace(lab.Provider.Address, address, StringComparison.Ordinal)
                    : lab.Provider.KeySet();
                await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
                    $"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
            }
        }
    }
}

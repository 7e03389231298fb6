using System.Net;
using System.Net.WebSockets;
using HipaaJwt.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.AspNetCore.Tests.QueryTokens;

/// <summary>WebSockets over HTTP/2 (RFC 8441), which browsers use with TLS.</summary>
public sealed class Http2WebSocketTests
{
    [Fact]
    public async Task A_WebSocket_over_HTTP2_has_its_token_in_the_query_and_no_log_line_shows_it()
    {
        await using var server = await ClinicServer.StartAsync(
            builder =>
            {
                builder.WebHost.ConfigureKestrel(
                    kestrel => kestrel.ConfigureEndpointDefaults(listen => listen.Protocols = HttpProtocols.Http2));
                builder.Services.AddSignalR();
            },
            app => app.MapHub<ChartHub>("/hubs/chart"),
            scheme => scheme.AddHipaaJwtBearer(options => options.AllowTokenInQueryFor.Add("/hubs/chart")));
        var token = HubClient.CurrentToken(server);
        using var handler = new SocketsHttpHandler();
        using var invoker = new HttpMessageInvoker(handler);
        using var socket = new ClientWebSocket();
        socket.Options.HttpVersion = HttpVersion.Version20;
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        var address = new UriBuilder(server.Address) { Scheme = "ws", Path = "/hubs/chart", Query = "access_token=" + token };

        await socket.ConnectAsync(address.Uri, invoker, TestContext.Current.CancellationToken);

        socket.State.Should().Be(WebSocketState.Open);
        server.Events.Should().ContainSingle().Which.Type.Should().Be(AuditEventType.AccessGranted);
        server.Log.Lines.Should().Contain(line => line.Text.Contains("Request starting HTTP/2 CONNECT", StringComparison.Ordinal));
        server.Log.Lines.Should().NotContain(line => line.Text.Contains(token.Substring(40, 40), StringComparison.Ordinal));
    }
}

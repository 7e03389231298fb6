using System.Text.Json;
using HipaaJwt.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.AspNetCore.Tests.SignalR;

/// <summary>The JavaScript client of SignalR in a browser.</summary>
[Trait("Speed", "Slow")]
public sealed class BrowserTests
{
    private const string Page = """
        <!doctype html><script src="/signalr.js"></script><script>
        (async () => {
          const lines = [];
          try {
            const hub = new signalR.HubConnectionBuilder()
              .withUrl("/hubs/chart", { transport: TRANSPORT, accessTokenFactory: () => TOKEN }).build();
            await hub.start();
            for (const method of ["Read", "Write"]) {
              try { lines.push(await hub.invoke(method, "7")); } catch (error) { lines.push("denied " + method); }
            }
            await hub.stop();
          } catch (error) { lines.push("failed " + error); }
          await fetch("/result", { method: "POST", body: lines.join(", ") });
        })();
        </script>
        """;

    private readonly TaskCompletionSource<string> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string _token = string.Empty;

    [Theory]
    [InlineData(HttpTransportType.WebSockets)]
    [InlineData(HttpTransportType.ServerSentEvents)]
    [InlineData(HttpTransportType.LongPolling)]
    public async Task Connects_calls_methods_and_shows_the_token_nowhere(HttpTransportType transport)
    {
        Browser.Require();
        await using var server = await StartAsync(transport, "nurse", "/hubs/chart");

        (await OpenAsync(server)).Should().Be("chart of 7, denied Write");

        var connects = server.Events.Where(decision => decision.Resource == "GET /hubs/chart").ToArray();
        connects.Should().OnlyContain(decision => decision.Type == AuditEventType.AccessGranted && decision.Subject == "user-42");
        (connects.Length == 1).Should().Be(transport != HttpTransportType.LongPolling, "each poll is a request");
        server.Events.Should().ContainSingle(decision => decision.Type == AuditEventType.AccessDenied)
            .Which.Permissions.Should().Equal("chart:write");
        var signature = _token.Split('.')[1];
        server.Log.Lines.Should().Contain(line => line.Text.Contains("Request starting HTTP/1.1 GET", StringComparison.Ordinal)
            && line.Text.Contains("/hubs/chart", StringComparison.Ordinal));
        server.Log.Lines.Should().NotContain(line => line.Text.Contains(signature, StringComparison.Ordinal));
        server.Log.Lines.Should().NotContain(line => line.Text.Contains("access_token", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(HttpTransportType.WebSockets)]
    [InlineData(HttpTransportType.ServerSentEvents)]
    public async Task A_hub_without_the_option_rejects_the_browser(HttpTransportType transport)
    {
        Browser.Require();
        await using var server = await StartAsync(transport, "physician", "/hubs/other");

        (await OpenAsync(server)).Should().StartWith("failed ");

        server.Events.Should().Contain(decision => decision.ReasonCode == JwtErrorCode.TokenInQuery);
    }

    private async Task<ClinicServer> StartAsync(HttpTransportType transport, string role, string path)
    {
        var script = await Browser.GetSignalRAsync();
        var server = await ClinicServer.StartAsync(
            builder => builder.Services.AddSignalR(),
            app =>
            {
                app.MapHub<ChartHub>("/hubs/chart");
                app.MapGet("/signalr.js", () => Results.Text(script, "text/javascript"));
                app.MapGet("/page", () => Results.Text(PageFor(transport, _token), "text/html"));
                app.MapPost("/result", async (HttpRequest request) =>
                    _result.TrySetResult(await new StreamReader(request.Body).ReadToEndAsync()));
            },
            scheme => scheme.AddHipaaJwtBearer(options => options.AllowTokenInQueryFor.Add(path)));
        _token = HubClient.CurrentToken(server, role);
        return server;
    }

    private static string PageFor(HttpTransportType transport, string token) => Page
        .Replace("TRANSPORT", ((int)transport).ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("TOKEN", JsonSerializer.Serialize(token), StringComparison.Ordinal);

    private async Task<string> OpenAsync(ClinicServer server)
    {
        using var browser = Browser.Open(new Uri(server.Address, "/page"));
        return await _result.Task.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
    }
}

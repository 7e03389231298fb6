using System.Net;
using HipaaJwt.Recipes.Tests.Support;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Recipes;

namespace HipaaJwt.Recipes.Tests;

/// <summary>Runs the program of docs/recipes/signalr.md.</summary>
public sealed class SignalRHubTests
{
    [Fact]
    public async Task A_nurse_reads_and_cannot_write_over_a_WebSocket_with_the_token_in_the_query()
    {
        await using var host = await RecipeHost.StartAsync(SignalRHub.Run, "signalr");
        var token = host.GetTestIssuer().CreateToken("nurse.kim", roles: ["nurse"]);
        await using var hub = Connect(host, "?access_token=" + token);
        await hub.StartAsync();

        (await hub.InvokeAsync<string>("Read", "c-1")).Should().Be("chart c-1 for nurse.kim");
        await hub.Awaiting(connection => connection.InvokeAsync<string>("Write", "c-1")).Should().ThrowAsync<HubException>();

        var audit = host.GetAuditRecorder();
        audit.ShouldHave(AuditEventType.AccessGranted).By("nurse.kim").For("GET /hubs/charts").Requiring("chart:read").Once();
        audit.ShouldHave(AuditEventType.AccessDenied).By("nurse.kim").For("GET /hubs/charts#Write")
            .Because(JwtErrorCode.PermissionMissing).Requiring("chart:write").Once();
        audit.Events.Should().HaveCount(2);
        host.Log.Lines.Should().Contain(line => line.Contains("/hubs/charts", StringComparison.Ordinal))
            .And.NotContain(line => line.Contains(token.Split('.')[1], StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_token_in_the_query_of_another_request_is_rejected()
    {
        await using var host = await RecipeHost.StartAsync(SignalRHub.Run, "signalr");
        using var client = host.Connect();

        var token = host.GetTestIssuer().CreateToken("nurse.kim", roles: ["nurse"]);
        using var response = await client.GetAsync("/hubs/charts?access_token=" + token);

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        host.GetAuditRecorder().ShouldHave(AuditEventType.TokenRejected).Because(JwtErrorCode.TokenInQuery).Once();
    }

    [Fact]
    public async Task A_page_of_another_origin_gets_no_permission_to_connect()
    {
        await using var host = await RecipeHost.StartAsync(SignalRHub.Run, "signalr");
        using var client = host.Connect();

        (await AllowedOriginAsync(client, "https://app.hospital.example")).Should().Be("https://app.hospital.example");
        (await AllowedOriginAsync(client, "https://other.example")).Should().BeNull();
    }

    private static async Task<string?> AllowedOriginAsync(HttpClient client, string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/hubs/charts/negotiate");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        using var response = await client.SendAsync(request);
        return response.Headers.TryGetValues("Access-Control-Allow-Origin", out var allowed) ? allowed.Single() : null;
    }

    /// <summary>Opens a WebSocket at once, as the JavaScript client does after the negotiation.</summary>
    private static HubConnection Connect(RecipeHost host, string query) => new HubConnectionBuilder()
        .WithUrl(new Uri(host.Address, "/hubs/charts" + query), options =>
        {
            options.Transports = HttpTransportType.WebSockets;
            options.SkipNegotiation = true;
        })
        .Build();
}

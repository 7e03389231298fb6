using System.Net;
using HipaaJwt.AspNetCore.Tests.Support;
using HipaaJwt.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.AspNetCore.Tests.Permissions;

public sealed class HubPermissionTests : IAsyncLifetime
{
    private ClinicServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await ClinicServer.StartAsync(
        builder => builder.Services.AddSignalR(),
        app => app.MapHub<ChartHub>("/hubs/chart"));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(HttpTransportType.WebSockets)]
    [InlineData(HttpTransportType.ServerSentEvents)]
    [InlineData(HttpTransportType.LongPolling)]
    public async Task A_token_with_the_permissions_can_connect_and_call_methods(HttpTransportType transport)
    {
        await using var connection = await HubClient.ConnectAsync(_server, TokenOf("physician"), transport);

        (await connection.InvokeAsync<string>("Read", "7")).Should().Be("chart of 7");
        (await connection.InvokeAsync<string>("Write", "7")).Should().Be("wrote 7");
        (await connection.InvokeAsync<string>("Who")).Should().Be("user-42");
    }

    [Fact]
    public async Task A_missing_permission_denies_the_call_and_keeps_the_connection()
    {
        await using var connection = await HubClient.ConnectAsync(_server, TokenOf("nurse"));
        var before = _server.Events.Count;

        var call = () => connection.InvokeAsync<string>("Write", "7");

        (await call.Should().ThrowAsync<HubException>()).Which.Message.Should().NotContain("chart:write");
        var denial = _server.Events.Skip(before).Should().ContainSingle().Subject;
        denial.Type.Should().Be(AuditEventType.AccessDenied);
        denial.ReasonCode.Should().Be(JwtErrorCode.PermissionMissing);
        denial.Permissions.Should().Equal("chart:write");
        denial.Subject.Should().Be("user-42");
        denial.RemoteAddress.Should().Be(IPAddress.Loopback);
        denial.Resource.Should().Be("GET /hubs/chart#Write");
        (await connection.InvokeAsync<string>("Read", "7")).Should().Be("chart of 7");
    }

    [Fact]
    public async Task Each_call_of_a_method_with_a_permission_writes_one_event()
    {
        await using var connection = await HubClient.ConnectAsync(_server, TokenOf("physician"));
        var before = _server.Events.Count;

        await connection.InvokeAsync<string>("Write", "7");
        await connection.InvokeAsync<string>("Write", "8");

        _server.Events.Skip(before).Select(call => (call.Type, string.Join(" ", call.Permissions)))
            .Should().Equal((AuditEventType.AccessGranted, "chart:write"), (AuditEventType.AccessGranted, "chart:write"));
    }

    [Fact]
    public async Task An_unknown_permission_on_a_method_denies_every_call()
    {
        await using var connection = await HubClient.ConnectAsync(_server, TokenOf("physician"));
        var before = _server.Events.Count;

        var call = () => connection.InvokeAsync<string>("Typo");

        await call.Should().ThrowAsync<HubException>();
        _server.Events.Skip(before).Should().ContainSingle().Which.Permissions.Should().Equal("chart:raed");
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("clerk", HttpStatusCode.Forbidden)]
    public async Task A_connection_requires_the_permission_of_the_hub(string? role, HttpStatusCode status)
    {
        var connect = () => HubClient.ConnectAsync(_server, role is null ? null : TokenOf(role));

        (await connect.Should().ThrowAsync<HttpRequestException>()).Which.StatusCode.Should().Be(status);
        _server.Events.Should().ContainSingle().Which.Resource.Should().Be("POST /hubs/chart/negotiate");
    }

    [Fact]
    public async Task A_connection_closes_when_its_token_expires()
    {
        // SignalR reads the system clock, by which the token has expired.
        await using var server = await ClinicServer.StartAsync(
            builder => builder.Services.AddSignalR(),
            app => app.MapHub<ChartHub>("/hubs/chart"));
        await using var connection = HubClient.Create(server, server.Issuer.Token());
        var closed = HubClient.ClosedAsync(connection);

        await connection.StartAsync();

        await closed.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_call_is_denied_if_its_event_cannot_be_recorded()
    {
        await using var connection = await HubClient.ConnectAsync(_server, TokenOf("physician"));
        _server.Sink.FailsFor = _ => true;

        var call = () => connection.InvokeAsync<string>("Write", "7");

        await call.Should().ThrowAsync<HubException>();
    }

    private string TokenOf(string role) => HubClient.CurrentToken(_server, role);
}

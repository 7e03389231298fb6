using System.Net;
using HipaaJwt.AspNetCore.Tests.Support;
using HipaaJwt.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.AspNetCore.Tests.Revocations;

/// <summary>Uses of revoked tokens that were accepted before.</summary>
public sealed class RevokedUseTests : IAsyncLifetime
{
    private LogoutLab _lab = null!;

    public async ValueTask InitializeAsync() => _lab = await LogoutLab.StartAsync(
        configure: builder => builder.Services.AddSignalR(), map: app => app.MapHub<ChartHub>("/hubs/chart"));

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Fact]
    public async Task A_cached_token_is_rejected_at_its_next_use()
    {
        var token = _lab.AccessToken();
        (await _lab.ChartStatusAsync(token)).Should().Be(200);
        (await _lab.ChartStatusAsync(token)).Should().Be(200);

        await RevokeAsync(Revocation.Token(TestIssuer.Name, "token-1"));

        var rejected = await _lab.Server.GetChartAsync(token);
        rejected.Status.Should().Be(401);
        rejected.Challenge.Should().Contain("invalid_token");
        (_lab.Server.Events[^1].Type, _lab.Server.Events[^1].ReasonCode, _lab.Server.Events[^1].Subject)
            .Should().Be((AuditEventType.TokenRejected, JwtErrorCode.TokenRevoked, "user-42"));
    }

    [Theory]
    [InlineData(HttpTransportType.WebSockets)]
    [InlineData(HttpTransportType.ServerSentEvents)]
    [InlineData(HttpTransportType.LongPolling)]
    public async Task Calls_on_an_open_connection_are_denied(HttpTransportType transport)
    {
        var token = HubClient.CurrentToken(_lab.Server);
        await _lab.WaitUntilAcceptedAsync(token);
        await using var connection = await HubClient.ConnectAsync(_lab.Server, token, transport);
        (await connection.InvokeAsync<string>("Write", "7")).Should().Be("wrote 7");
        (await connection.InvokeAsync<string>("Read", "7")).Should().Be("chart of 7");

        await RevokeAsync(Revocation.Subject(TestIssuer.Name, "user-42"));

        foreach (var method in new[] { "Write", "Read" })
        {
            var call = () => connection.InvokeAsync<string>(method, "7");
            if (transport == HttpTransportType.WebSockets)
            {
                await call.Should().ThrowAsync<HubException>();
                _lab.Server.Events.Should().Contain(denied => denied.ReasonCode == JwtErrorCode.TokenRevoked
                    && denied.Subject == "user-42"
                    && denied.Resource!.EndsWith("#" + method, StringComparison.Ordinal));
            }
            else
            {
                // Each call is a request of its own, which is rejected before it reaches the hub.
                (await call.Should().ThrowAsync<Exception>()).Which.Should().NotBeOfType<HubException>();
                _lab.Server.Events.Should().Contain(rejected =>
                    rejected.Type == AuditEventType.TokenRejected && rejected.ReasonCode == JwtErrorCode.TokenRevoked);
            }
        }
    }

    [Fact]
    public async Task A_revoked_token_cannot_connect()
    {
        var token = HubClient.CurrentToken(_lab.Server);
        await _lab.WaitUntilAcceptedAsync(token);
        await RevokeAsync(Revocation.Token(TestIssuer.Name, "token-1"));

        var connect = () => HubClient.ConnectAsync(_lab.Server, token);

        (await connect.Should().ThrowAsync<HttpRequestException>()).Which.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData(30, 401)]
    [InlineData(31, 200)]
    public async Task A_token_issued_after_the_clock_skew_is_not_of_a_revoked_subject(int seconds, int status)
    {
        await RevokeAsync(Revocation.Subject(TestIssuer.Name, "user-42"));
        _lab.Issuer.Time.Advance(TimeSpan.FromSeconds(1));

        var token = _lab.Issuer.Token(claims: claims => claims["iat"] = TestIssuer.Now.AddSeconds(seconds).ToUnixTimeSeconds());

        (await _lab.ChartStatusAsync(token)).Should().Be(status);
    }

    private async Task RevokeAsync(Revocation revocation) =>
        await _lab.Server.Services.GetRequiredService<IRevocation>().RevokeAsync(revocation, TestContext.Current.CancellationToken);
}

using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace HipaaJwt.AspNetCore.Tests.Support;

/// <summary>A hub that requires chart:read, with methods that require more.</summary>
[RequirePermission("chart:read")]
public sealed class ChartHub : Hub
{
    public string Read(string id) => "chart of " + id;

    [RequirePermission("chart:write")]
    public string Write(string id) => "wrote " + id;

    [RequirePermission("chart:raed")]
    public string Typo() => "never";

    [RequireStepUp(MaxAgeSeconds = 300)]
    public string Sign(string id) => "signed " + id;

    [RequireStepUp]
    public string WithoutCriteria() => "never";

    public string Who() => Context.GetHttpContext()!.User.Identity!.Name!;
}

/// <summary>A hub with a misspelled permission.</summary>
[RequirePermission("chart:raed")]
public sealed class TypoHub : Hub;

/// <summary>Connects to the hub of a server.</summary>
public static class HubClient
{
    public static HubConnection Create(
        ClinicServer server, string? token, HttpTransportType transport = HttpTransportType.WebSockets) =>
        new HubConnectionBuilder()
            .WithUrl(
                new Uri(server.Address, "/hubs/chart"),
                transport,
                options => options.AccessTokenProvider = () => Task.FromResult(token))
            .Build();

    public static async Task<HubConnection> ConnectAsync(
        ClinicServer server, string? token, HttpTransportType transport = HttpTransportType.WebSockets)
    {
        var connection = Create(server, token, transport);
        try
        {
            await connection.StartAsync();
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Creates a token that is valid by the system clock, and sets the clock of the server to it. SignalR closes connections by the
    /// system clock.
    /// </summary>
    public static string CurrentToken(
        ClinicServer server, string role = "physician", TimeSpan? lifetime = null, TimeSpan? sinceAuthentication = null)
    {
        var now = TimeProvider.System.GetUtcNow();
        server.Issuer.Time.SetUtcNow(now);
        return server.Issuer.Token(claims: claims =>
        {
            claims["iat"] = now.ToUnixTimeSeconds();
            claims["exp"] = (now + (lifetime ?? TimeSpan.FromMinutes(10))).ToUnixTimeSeconds();
            claims["auth_time"] = (now - (sinceAuthentication ?? TimeSpan.Zero)).ToUnixTimeSeconds();
            claims["roles"] = role;
        });
    }

    /// <summary>Returns a task that completes when the connection closes.</summary>
    public static Task ClosedAsync(HubConnection connection)
    {
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        connection.Closed += _ =>
        {
            closed.SetResult();
            return Task.CompletedTask;
        };
        return closed.Task;
    }
}

using HipaaJwt.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.AspNetCore.Tests.SignalR;

/// <summary>Messages to a user by the subject of the token.</summary>
public sealed class UserIdTests
{
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public async Task Clients_User_reaches_the_connections_of_the_subject(bool isSignalRFirst, bool isDropIn)
    {
        await using var server = await StartAsync(isSignalRFirst, _ => { }, isDropIn);

        (await SendToAsync(server, "user-42")).Should().Be("for user-42");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_provider_of_the_application_is_kept(bool isSignalRFirst)
    {
        await using var before = await StartAsync(isSignalRFirst, services => services.AddSingleton<IUserIdProvider, ByClient>());
        await using var after = await ClinicServer.StartAsync(
            builder => builder.Services.AddSignalR().Services.AddSingleton<IUserIdProvider, ByClient>(),
            app => app.MapHub<ChartHub>("/hubs/chart"));

        (await SendToAsync(before, "clinic-app")).Should().Be("for clinic-app");
        (await SendToAsync(after, "clinic-app")).Should().Be("for clinic-app");
    }

    private static Task<ClinicServer> StartAsync(bool isSignalRFirst, Action<IServiceCollection> configure, bool isDropIn = false) =>
        ClinicServer.StartAsync(
            builder => builder.Services.AddSignalR(),
            app => app.MapHub<ChartHub>("/hubs/chart"),
            builder =>
            {
                configure(builder.Services);
                if (isSignalRFirst)
                {
                    builder.Services.AddSignalR();
                }

                Authenticate(builder, isDropIn);
            });

    private static void Authenticate(AuthenticationBuilder builder, bool isDropIn)
    {
        if (isDropIn)
        {
            builder.AddJwtBearer().UseHipaaJwtTokenHandler();
        }
        else
        {
            builder.AddHipaaJwtBearer();
        }
    }

    /// <summary>Sends a message to another user and to the given user, and returns the first message that arrives.</summary>
    private static async Task<string> SendToAsync(ClinicServer server, string user)
    {
        await using var connection = HubClient.Create(server, HubClient.CurrentToken(server));
        var received = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        connection.On<string>("note", text => received.TrySetResult(text));
        await connection.StartAsync();
        await connection.InvokeAsync<string>("Read", "7");
        var hub = server.Services.GetRequiredService<IHubContext<ChartHub>>();

        await hub.Clients.User("another-user").SendAsync("note", "for another-user");
        await hub.Clients.User(user).SendAsync("note", "for " + user);

        return await received.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    private sealed class ByClient : IUserIdProvider
    {
        public string? GetUserId(HubConnectionContext connection) => connection.User.FindFirst("client_id")?.Value;
    }
}

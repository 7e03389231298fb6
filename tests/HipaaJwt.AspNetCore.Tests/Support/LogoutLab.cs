using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using HipaaJwt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.AspNetCore.Tests.Support;

/// <summary>A service that receives logout tokens and revokes, and what its issuer sends.</summary>
public sealed class LogoutLab : IAsyncDisposable
{
    public const string ClientId = "clinic-app";
    public const string Event = "http://schemas.openid.net/event/backchannel-logout";
    public const string Path = "/backchannel-logout";

    private readonly HttpClient _client = new();

    private LogoutLab(ClinicServer server, FlakyRevocationStore revocations, FlakyReplayStore replays)
    {
        Server = server;
        Revocations = revocations;
        Replays = replays;
    }

    public ClinicServer Server { get; }

    public TestIssuer Issuer => Server.Issuer;

    public FlakyRevocationStore Revocations { get; }

    public FlakyReplayStore Replays { get; }

    public static async Task<LogoutLab> StartAsync(
        Action<TrustedIssuer>? change = null,
        Action<WebApplicationBuilder>? configure = null,
        Action<WebApplication>? map = null,
        Action<AuthenticationBuilder>? authenticate = null)
    {
        var server = await ClinicServer.StartAsync(
            builder =>
            {
                builder.Services.AddHipaaJwt(options =>
                {
                    options.Revocation.AcceptTokensOlderThanStore = true;
                    options.Issuers[0].LogoutAudiences.Add(ClientId);
                    change?.Invoke(options.Issuers[0]);
                })
                    .AddPermissions(permissions => permissions.Role("administrator").Grants("sessions:revoke"))
                    .AddReplayStore<FlakyReplayStore>()
                    .AddRevocationStore<FlakyRevocationStore>();
                configure?.Invoke(builder);
            },
            app =>
            {
                app.MapHipaaJwtBackChannelLogout();
                app.MapHipaaJwtRevocation("sessions:revoke");
                map?.Invoke(app);
            },
            authenticate);
        var services = server.Services;
        return new LogoutLab(
            server, services.GetRequiredService<FlakyRevocationStore>(), services.GetRequiredService<FlakyReplayStore>());
    }

    public static JsonObject Header() => new() { ["alg"] = "ES256", ["typ"] = "logout+jwt", ["kid"] = TestIssuer.KeyId };

    public static JsonObject Claims() => new()
    {
        ["iss"] = TestIssuer.Name,
        ["aud"] = ClientId,
        ["iat"] = TestIssuer.Now.ToUnixTimeSeconds(),
        ["exp"] = TestIssuer.Now.AddMinutes(2).ToUnixTimeSeconds(),
        ["jti"] = "logout-1",
        ["sid"] = "session-1",
        ["sub"] = "user-42",
        ["events"] = new JsonObject { [Event] = new JsonObject() },
    };

    /// <summary>Creates a logout token that is valid unless the changes make it invalid.</summary>
    public string LogoutToken(Action<JsonObject>? claims = null, Action<JsonObject>? header = null)
    {
        var (h, c) = (Header(), Claims());
        header?.Invoke(h);
        claims?.Invoke(c);
        return Issuer.Sign(h.ToJsonString(), c.ToJsonString());
    }

    public string AccessToken(string session = "session-1", string subject = "user-42", string id = "token-1", string role = "physician") =>
        Issuer.Token(claims: claims =>
        {
            claims["sid"] = session;
            claims["sub"] = subject;
            claims["jti"] = id;
            claims["roles"] = new JsonArray(role);
        });

    public async Task<LogoutAnswer> PostAsync(HttpContent? content, string path = Path, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Server.Address, path)) { Content = content };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var response = await _client.SendAsync(request);
        return new LogoutAnswer(
            (int)response.StatusCode,
            await response.Content.ReadAsStringAsync(),
            response.Content.Headers.ContentType?.MediaType,
            response.Headers.CacheControl?.NoStore == true,
            response.Headers.RetryAfter is not null);
    }

    public async Task<LogoutAnswer> LogOutAsync(string logoutToken)
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("logout_token", logoutToken)]);
        return await PostAsync(form);
    }

    public async Task<int> ChartStatusAsync(string token) => (await Server.GetChartAsync(token)).Status;

    /// <summary>
    /// Waits until the log has been read again, after an outage or a leap of the clock. Each rejected use wakes the reader, whose pauses
    /// follow the clock of the test.
    /// </summary>
    public async Task WaitUntilAcceptedAsync(string token)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (await ChartStatusAsync(token) is var status && status != 200)
        {
            status.Should().Be(503);
            TimeProvider.System.GetElapsedTime(start).Should().BeLessThan(TimeSpan.FromSeconds(30));
            Issuer.Time.Advance(TimeSpan.FromMilliseconds(100));
        }
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Server.DisposeAsync();
    }
}

/// <summary>A response to a logout token or to an administrator.</summary>
public sealed record LogoutAnswer(int Status, string Body, string? ContentType, bool IsNotStored, bool HasRetryAfter);

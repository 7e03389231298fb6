using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using HipaaJwt.AspNetCore.Tests.Support;
using HipaaJwt.TokenIssuer.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace HipaaJwt.TokenIssuer.Tests.Endpoints;

/// <summary>A service on a real Kestrel socket with an issuer, its endpoints, and one protected resource.</summary>
internal sealed class EndpointLab : IAsyncDisposable
{
    public const string Issuer = "https://id.clinic.example";
    public const string Audience = "https://api.clinic.example";

    /// <summary>A public client, such as an application on a phone.</summary>
    public const string Phone = "phone-app";

    /// <summary>A client in browsers, with the refresh token in a cookie.</summary>
    public const string Browser = "browser-app";

    /// <summary>The origin of <see cref="Browser"/>.</summary>
    public const string Origin = "https://app.clinic.example";

    /// <summary>A client with the secrets <see cref="Secret"/> and <see cref="OldSecret"/>, which may introspect.</summary>
    public const string Server = "server:app";

    /// <summary>A client with a secret that may not introspect.</summary>
    public const string Other = "other-app";

    public static readonly DateTimeOffset Now = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);
    public static readonly string Secret = ClientSecret.Create();
    public static readonly string OldSecret = ClientSecret.Create();

    private readonly WebApplication _app;
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });

    private EndpointLab(WebApplication app, FakeTimeProvider time, LogCapture log)
    {
        _app = app;
        Time = time;
        LogLines = log;
    }

    public FakeTimeProvider Time { get; }

    public LogCapture LogLines { get; }

    public RecordingSink Sink => Get<RecordingSink>();

    public FlakySessionStore Sessions => Get<FlakySessionStore>();

    public FlakyRevocationStore Revocations => Get<FlakyRevocationStore>();

    public FlakyReplayStore Replays => Get<FlakyReplayStore>();

    public IReadOnlyList<AuditEvent> Rejections => [.. Sink.Of(AuditEventType.TokenRejected)];

    public Uri Address => new(_app.Urls.First());

    public static Task<EndpointLab> StartAsync(
        Action<TokenIssuerOptions>? options = null,
        Action<HipaaJwtOptions>? trust = null,
        string? pattern = null,
        Action<WebApplicationBuilder>? configure = null,
        Action<WebApplication, IEndpointConventionBuilder>? map = null)
    {
        var (time, log) = (new FakeTimeProvider(Now), new LogCapture());
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddProvider(log).SetMinimumLevel(LogLevel.Trace);
        builder.Services.AddSingleton<TimeProvider>(time).AddSingleton<RecordingSink>().AddSingleton<FlakySessionStore>();
        builder.Services.AddHipaaJwt(validation =>
            {
                validation.Revocation.AcceptTokensOlderThanStore = true;
                trust?.Invoke(validation);
            })
            .AddAuditSink<RecordingSink>(AuditDelivery.Required)
            .AddPermissions(permissions => permissions.Role("physician").Grants("chart:read"))
            .AddReplayStore<FlakyReplayStore>()
            .AddRevocationStore<FlakyRevocationStore>()
            .AddSessionStore<FlakySessionStore>()
            .AddTokenIssuer(issuer => Configure(issuer, options));
        builder.Services.AddAuthentication().AddHipaaJwtBearer();
        configure?.Invoke(builder);
        return StartAsync(builder, time, log, pattern, map);
    }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>Signs a user in, as the application does.</summary>
    public async Task<IssuedTokens> SignInAsync(
        string client = Phone, TokenBinding? binding = null, bool startSession = true, string subject = "dr.rivera")
    {
        var result = await Get<ITokenIssuer>().IssueAsync(new TokenRequest
        {
            Subject = subject,
            ClientId = client,
            Roles = ["physician"],
            Scopes = ["chart.read", "chart.write"],
            Binding = binding,
            StartSession = startSession,
        });
        result.Error.Should().Be(JwtError.None);
        return result.Tokens!;
    }

    public Task<EndpointAnswer> RefreshAsync(string? refreshToken, string client = Phone, params (string Name, string Value)[] more) =>
        PostAsync("/token", [("grant_type", "refresh_token"), ("client_id", client), ("refresh_token", refreshToken!), .. more]);

    public Task<EndpointAnswer> PostAsync(string path, params (string Name, string Value)[] fields) => PostAsync(path, fields, null);

    public async Task<EndpointAnswer> PostAsync(
        string path, (string Name, string Value)[] fields, Action<HttpRequestHeaders>? headers)
    {
        using var form = new FormUrlEncodedContent(fields
            .Where(field => field.Value is not null)
            .Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await SendAsync(HttpMethod.Post, path, form, headers);
    }

    public async Task<EndpointAnswer> PostTextAsync(string path, string body, string contentType = "application/x-www-form-urlencoded")
    {
        using var content = new ByteArrayContent(Encoding.Latin1.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return await SendAsync(HttpMethod.Post, path, content);
    }

    public Task<EndpointAnswer> GetAsync(string path, string? token = null) => SendAsync(
        HttpMethod.Get,
        path,
        null,
        headers => headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token));

    public async Task<EndpointAnswer> SendAsync(
        HttpMethod method, string path, HttpContent? content, Action<HttpRequestHeaders>? headers = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(Address, path)) { Content = content };
        headers?.Invoke(request.Headers);
        using var response = await _client.SendAsync(request);
        return await EndpointAnswer.ReadAsync(response);
    }

    /// <summary>Sends a request byte by byte, because a client would join repeated headers.</summary>
    public async Task<string> SendRawAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Address.Port);
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(request));
        using var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }

    public async Task<int> ChartStatusAsync(string accessToken) => (await GetAsync("/chart", accessToken)).Status;

    public static AuthenticationHeaderValue Basic(string id, string secret) => new(
        "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(id)}:{Uri.EscapeDataString(secret)}")));

    public static void AsServer(HttpRequestHeaders headers) => headers.Authorization = Basic(Server, Secret);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    private static void Configure(TokenIssuerOptions issuer, Action<TokenIssuerOptions>? options)
    {
        issuer.Issuer = Issuer;
        issuer.Audiences.Add(Audience);
        issuer.Clients.Add(new TokenClient { ClientId = Phone, IsPublic = true });
        issuer.Clients.Add(new TokenClient { ClientId = Browser, IsPublic = true, AllowedOrigins = { Origin } });
        issuer.Clients.Add(new TokenClient
        {
            ClientId = Server,
            SecretHashes = { ClientSecret.Hash(OldSecret), ClientSecret.Hash(Secret) },
            AllowIntrospection = true,
        });
        issuer.Clients.Add(new TokenClient { ClientId = Other, SecretHashes = { ClientSecret.Hash(Secret) } });
        options?.Invoke(issuer);
    }

    private static async Task<EndpointLab> StartAsync(
        WebApplicationBuilder builder,
        FakeTimeProvider time,
        LogCapture log,
        string? pattern,
        Action<WebApplication, IEndpointConventionBuilder>? map)
    {
        var app = builder.Build();
        app.MapGet("/chart", () => "chart").RequirePermission("chart:read");
        var endpoints = app.MapHipaaJwtTokenEndpoints(pattern);
        map?.Invoke(app, endpoints);
        await app.StartAsync();
        return new EndpointLab(app, time, log);
    }
}

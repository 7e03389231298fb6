using System.Net;
using System.Net.Sockets;
using System.Text;
using HipaaJwt.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.AspNetCore.Tests.Support;

/// <summary>A service on a real Kestrel socket that trusts one issuer and records its audit events and its log.</summary>
public sealed class ClinicServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ClinicServer(WebApplication app, TestIssuer issuer, MemorySink sink, LogCapture log)
    {
        _app = app;
        Issuer = issuer;
        Sink = sink;
        Log = log;
    }

    public TestIssuer Issuer { get; }

    public MemorySink Sink { get; }

    public LogCapture Log { get; }

    public IReadOnlyList<AuditEvent> Events => Sink.Events;

    public IServiceProvider Services => _app.Services;

    public Uri Address => new(_app.Urls.Single());

    /// <summary>Starts a service with "GET /patients/{id}/chart", which requires chart:read, and the endpoints of the test.</summary>
    public static async Task<ClinicServer> StartAsync(
        Action<WebApplicationBuilder>? configure = null,
        Action<WebApplication>? map = null,
        Action<AuthenticationBuilder>? authenticate = null,
        AuditDelivery delivery = AuditDelivery.Required)
    {
        var server = Build(configure, map, authenticate, delivery);
        await server._app.StartAsync();
        return server;
    }

    public static ClinicServer Build(
        Action<WebApplicationBuilder>? configure = null,
        Action<WebApplication>? map = null,
        Action<AuthenticationBuilder>? authenticate = null,
        AuditDelivery? delivery = AuditDelivery.Required)
    {
        var (issuer, sink, log) = (new TestIssuer(), new MemorySink(), new LogCapture());
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddProvider(log).SetMinimumLevel(LogLevel.Trace);
        builder.Services.AddSingleton<TimeProvider>(issuer.Time);
        var hipaaJwt = builder.Services.AddHipaaJwt(options => options.Issuers.Add(issuer.Trust())).AddPermissions(map => map
            .Role("physician").Grants("chart:read", "chart:write")
            .Role("nurse").Grants("chart:read")
            .Know("chart:delete"));
        if (delivery is { } chosen)
        {
            hipaaJwt.AddAuditSink(sink, chosen);
        }

        (authenticate ?? (scheme => scheme.AddHipaaJwtBearer()))(builder.Services.AddAuthentication());
        configure?.Invoke(builder);
        var app = builder.Build();
        app.MapGet("/patients/{id}/chart", (string id) => "chart of " + id).RequirePermission("chart:read");
        map?.Invoke(app);
        return new ClinicServer(app, issuer, sink, log);
    }

    public Task StartAsync() => _app.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Issuer.Dispose();
    }

    public Task<RawResponse> GetChartAsync(string? token = null) => GetAsync("/patients/7/chart", token);

    public Task<RawResponse> GetAsync(string path, string? token = null) =>
        SendAsync($"GET {path}", token is null ? [] : ["Authorization: Bearer " + token]);

    /// <summary>Sends the header lines unchanged, and adds a Host header if there is none.</summary>
    public async Task<RawResponse> SendAsync(string methodAndPath, params string[] headers)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Address.Port);
        var host = headers.Any(header => header.StartsWith("Host:", StringComparison.Ordinal)) ? string.Empty : "Host: clinic\r\n";
        var lines = string.Concat(headers.Select(header => header + "\r\n"));
        var request = $"{methodAndPath} HTTP/1.1\r\n{host}Connection: close\r\nContent-Length: 0\r\n{lines}\r\n";
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(request));
        using var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
        return RawResponse.Parse(await reader.ReadToEndAsync());
    }
}

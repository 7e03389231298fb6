using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace HipaaJwt.Testing.Tests.Support;

/// <summary>A small application that a test composes. Its factory starts it as it starts any application.</summary>
public sealed class TestApp : WebApplicationFactory<TestApp>
{
    public const string Issuer = "https://idp.hospital.example";
    public const string Audience = "https://charts.hospital.example";

    private readonly Action<IServiceCollection> _services;
    private readonly Action<IEndpointRouteBuilder>? _endpoints;

    private TestApp(Action<IServiceCollection> services, Action<IEndpointRouteBuilder>? endpoints)
    {
        _services = services;
        _endpoints = endpoints;
    }

    public string Environment { get; init; } = Environments.Development;

    /// <summary>Creates an application with one trust and an endpoint, <c>GET /chart</c>, for physicians.</summary>
    public static TestApp WithTrust(
        Action<HipaaJwtOptions> options,
        Action<HipaaJwtBuilder>? more = null,
        Action<PermissionMapBuilder>? permissions = null,
        Action<IServiceCollection>? services = null,
        Action<IEndpointRouteBuilder>? endpoints = null,
        string environment = "Development") => new(
            collection =>
            {
                var builder = collection.AddHipaaJwt(options).AddPermissions(permissions
                    ?? (map => map.Role("physician").Grants("chart:read").Scope("chart.read").Grants("chart:read")));
                more?.Invoke(builder);
                collection.AddAuthentication().AddHipaaJwtBearer();
                services?.Invoke(collection);
            },
            endpoints)
        {
            Environment = environment,
        };

    public static TestApp With(Action<IServiceCollection> services, Action<IEndpointRouteBuilder>? endpoints = null) =>
        new(services, endpoints);

    public static TrustedIssuer TrustOf(Action<TrustedIssuer>? change = null, string address = "https://keys.invalid")
    {
        var issuer = new TrustedIssuer
        {
            Issuer = Issuer,
            Audiences = { Audience },
            Algorithms = { JwsAlgorithm.ES256 },
            MetadataAddress = $"{address}/.well-known/openid-configuration",
        };
        change?.Invoke(issuer);
        return issuer;
    }

    /// <summary>Listens for connections that must never come.</summary>
    public static TcpListener Listen(out string address)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        address = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        return listener;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder) => builder.UseContentRoot(AppContext.BaseDirectory);

    protected override IHostBuilder CreateHostBuilder() => Host.CreateDefaultBuilder().UseEnvironment(Environment)
        .ConfigureServices(_services)
        .ConfigureWebHostDefaults(web => web.Configure(app =>
        {
            app.UseRouting();
            app.UseAuthentication();
            app.UseAuthorization();
            app.UseEndpoints(endpoints =>
            {
                endpoints.MapGet("/chart", (HttpContext http) => http.GetValidatedJwt()!.Subject).RequirePermission("chart:read");
                _endpoints?.Invoke(endpoints);
            });
        }));
}

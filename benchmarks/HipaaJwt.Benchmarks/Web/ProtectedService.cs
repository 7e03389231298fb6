using System.Net;
using HipaaJwt.Benchmarks.Contenders;
using HipaaJwt.Benchmarks.Workload;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.Benchmarks.Web;

/// <summary>A service with one protected endpoint, the same for each scheme but for its registration.</summary>
internal static class ProtectedService
{
    public const string Path = "/chart";
    public const string Ours = "hipaajwt";
    public const string Microsoft = "jwtbearer";
    public const string Idle = "idle";

    /// <param name="scheme">The scheme.</param>
    /// <param name="key">The key of the issuer.</param>
    /// <param name="server">A server instead of Kestrel.</param>
    public static WebApplication Build(string scheme, SigningKey key, IServer? server = null) =>
        Build(services => AddScheme(services, scheme, key), requiresPermission: scheme == Ours, server);

    /// <summary>Builds a service with HipaaJwt that trusts the given issuers.</summary>
    public static WebApplication BuildTrusting(IEnumerable<TrustedIssuer> issuers) => Build(
        services => AddHipaaJwt(services, options =>
        {
            foreach (var issuer in issuers)
            {
                options.Issuers.Add(issuer);
            }
        }),
        requiresPermission: true,
        server: null);

    private static WebApplication Build(Action<IServiceCollection> addScheme, bool requiresPermission, IServer? server)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        if (server is not null)
        {
            builder.Services.AddSingleton(server);
        }

        addScheme(builder.Services);
        builder.Services.AddAuthorization();
        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        var endpoint = app.MapGet(Path, static (HttpContext _) => Task.CompletedTask);
        if (requiresPermission)
        {
            endpoint.RequirePermission("chart:read");
        }
        else
        {
            endpoint.RequireAuthorization();
        }

        return app;
    }

    private static void AddHipaaJwt(IServiceCollection services, Action<HipaaJwtOptions> trust)
    {
        services.AddHipaaJwt(trust).AddPermissions(HipaaJwtValidator.Grant);
        services.AddAuthentication(HipaaJwtBearerDefaults.AuthenticationScheme).AddHipaaJwtBearer();
    }

    private static void AddScheme(IServiceCollection services, string scheme, SigningKey key)
    {
        switch (scheme)
        {
            case Ours:
                AddHipaaJwt(services, options => HipaaJwtValidator.Trust(options, key));
                break;
            case Microsoft:
                services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(options =>
                {
                    options.MapInboundClaims = false;
                    options.TokenValidationParameters = MicrosoftValidator.ParametersFor(key);
                });
                break;
            default:
                services.AddAuthentication(IdleHandler.SchemeName)
                    .AddScheme<AuthenticationSchemeOptions, IdleHandler>(IdleHandler.SchemeName, null);
                break;
        }
    }
}

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
    public static WebApplication Build(string scheme, SigningKey key, IServer? server = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        if (server is not null)
        {
            builder.Services.AddSingleton(server);
        }

        AddScheme(builder.Services, scheme, key);
        builder.Services.AddAuthorization();
        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        var endpoint = app.MapGet(Path, static (HttpContext _) => Task.CompletedTask);
        if (scheme == Ours)
        {
            endpoint.RequirePermission("chart:read");
        }
        else
        {
            endpoint.RequireAuthorization();
        }

        return app;
    }

    private static void AddScheme(IServiceCollection services, string scheme, SigningKey key)
    {
        switch (scheme)
        {
            case Ours:
                services.AddHipaaJwt(options => HipaaJwtValidator.Trust(options, key)).AddPermissions(HipaaJwtValidator.Grant);
                services.AddAuthentication(HipaaJwtBearerDefaults.AuthenticationScheme).AddHipaaJwtBearer();
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

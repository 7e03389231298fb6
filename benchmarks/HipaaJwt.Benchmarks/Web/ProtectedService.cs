using System.Net;
using System.Runtime.CompilerServices;
using HipaaJwt.Benchmarks.Contenders;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

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
    /// <param name="algorithm">The algorithm of the issuer.</param>
    /// <param name="server">A server instead of Kestrel.</param>
    public static WebApplication Build(string scheme, SecurityKey key, string algorithm, IServer? server = null) =>
        Build(services => AddScheme(services, scheme, key, algorithm), requiresPermission: scheme == Ours, server);

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
            RequirePermission(endpoint);
        }
        else
        {
            endpoint.RequireAuthorization();
        }

        return app;
    }

    /// <inheritdoc cref="AddJwtBearer"/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AddHipaaJwt(IServiceCollection services, Action<HipaaJwtOptions> trust)
    {
        services.AddHipaaJwt(trust).AddPermissions(HipaaJwtValidator.Grant);
        services.AddAuthentication(HipaaJwtBearerDefaults.AuthenticationScheme).AddHipaaJwtBearer();
    }

    /// <summary>A method of its own, because a method loads the assemblies of all that it calls: each start loads only its own.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AddJwtBearer(IServiceCollection services, SecurityKey key, string algorithm) =>
        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(options =>
        {
            options.MapInboundClaims = false;
            options.TokenValidationParameters = MicrosoftValidator.ParametersFor(key, [algorithm]);
        });

    /// <inheritdoc cref="AddJwtBearer"/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AddHipaaJwt(IServiceCollection services, SecurityKey key, string algorithm) =>
        AddHipaaJwt(services, options => HipaaJwtValidator.Trust(options, key, Enum.Parse<JwsAlgorithm>(algorithm)));

    /// <inheritdoc cref="AddJwtBearer"/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RequirePermission(IEndpointConventionBuilder endpoint) => endpoint.RequirePermission("chart:read");

    private static void AddScheme(IServiceCollection services, string scheme, SecurityKey key, string algorithm)
    {
        switch (scheme)
        {
            case Ours:
                AddHipaaJwt(services, key, algorithm);
                break;
            case Microsoft:
                AddJwtBearer(services, key, algorithm);
                break;
            default:
                services.AddAuthentication(IdleHandler.SchemeName)
                    .AddScheme<AuthenticationSchemeOptions, IdleHandler>(IdleHandler.SchemeName, null);
                break;
        }
    }
}

#region api
using System.Net;
using HipaaJwt;
using Microsoft.AspNetCore.HttpOverrides;
#endregion

namespace Recipes;

internal static class Gateway
{
    public static void RunGateway(string[] args)
    {
        #region gateway
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHipaaJwt(builder.Configuration.GetSection("HipaaJwt"))
            .AddAuditSink<LoggingAuditSink>(AuditDelivery.Required);
        builder.Services.AddAuthentication().AddHipaaJwtBearer();
        builder.Services.AddAuthorization();
        builder.Services.AddReverseProxy().LoadFromConfig(builder.Configuration.GetSection("ReverseProxy"));

        var app = builder.Build();
        app.MapReverseProxy();
        app.Run();
        #endregion
    }

    public static void RunApi(string[] args)
    {
        #region api
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHipaaJwt(builder.Configuration.GetSection("HipaaJwt"))
            .AddAuditSink<LoggingAuditSink>(AuditDelivery.Required);
        builder.Services.AddAuthentication().AddHipaaJwtBearer();
        builder.Services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            options.KnownIPNetworks.Clear();
            options.KnownProxies.Clear();
            options.KnownProxies.Add(IPAddress.Parse(builder.Configuration["GatewayAddress"]!));
        });

        var app = builder.Build();
        app.UseForwardedHeaders();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapGet("/charts/{id}", (string id, ValidatedJwt jwt, HttpContext http) =>
            $"chart {id} for {jwt.Subject} at {http.Request.Host}").RequirePermission("chart:read");
        app.Run();
        #endregion
    }
}

using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.TokenIssuer.Tests.Endpoints;

/// <summary>Makes every connection appear to come from another machine.</summary>
internal sealed class RemoteClientFilter : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((http, following) =>
        {
            http.Connection.RemoteIpAddress = IPAddress.Parse("203.0.113.7");
            return following(http);
        });
        next(app);
    };
}

internal static class RemoteClientServices
{
    public static void AddRemoteClients(this IServiceCollection services) =>
        services.AddSingleton<IStartupFilter, RemoteClientFilter>();
}

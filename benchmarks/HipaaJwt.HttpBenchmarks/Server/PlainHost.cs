using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace HipaaJwt.HttpBenchmarks.Server;

/// <summary>
/// A Kestrel host with an anonymous endpoint on a branch without authentication, and a protected endpoint. It does not use
/// WebApplication, which would add authentication before all branches.
/// </summary>
internal static class PlainHost
{
    public const string Anonymous = "/anonymous";

    public static IHost Build(Action<IServiceCollection> services, Action<IEndpointRouteBuilder> protectedEndpoints) =>
        new HostBuilder().ConfigureWebHost(web => web
            .UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0))
            .ConfigureServices(collection => services(collection.AddRouting()))
            .Configure(app => app
                .Map(Anonymous, branch => branch.UseRouting().UseEndpoints(endpoints => endpoints.MapGet("/", RespondAsync)))
                .UseRouting()
                .UseAuthentication()
                .UseAuthorization()
                .UseEndpoints(protectedEndpoints)))
            .Build();

    public static Task RespondAsync(HttpContext context) => context.Response.WriteAsync("ok");

    public static string AddressOf(IHost host) =>
        host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
}

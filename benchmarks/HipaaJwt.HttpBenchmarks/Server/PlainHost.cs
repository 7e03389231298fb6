using System.Globalization;
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

    /// <summary>Responds with the processor time of the process in microseconds, and with the bytes that it has allocated.</summary>
    public const string Costs = "/costs";

    public static IHost Build(Action<IServiceCollection> services, Action<IEndpointRouteBuilder> protectedEndpoints) =>
        new HostBuilder().ConfigureWebHost(web => web
            .UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0))
            .ConfigureServices(collection => services(collection.AddRouting()))
            .Configure(app => app
                .Map(Anonymous, branch => branch.UseRouting().UseEndpoints(endpoints => endpoints.MapGet("/", RespondAsync)))
                .Map(Costs, branch => branch.Run(RespondWithCostsAsync))
                .UseRouting()
                .UseAuthentication()
                .UseAuthorization()
                .UseEndpoints(protectedEndpoints)))
            .Build();

    public static Task RespondAsync(HttpContext context) => context.Response.WriteAsync("ok");

    private static Task RespondWithCostsAsync(HttpContext context) => context.Response.WriteAsync(string.Create(
        CultureInfo.InvariantCulture, $"{Environment.CpuUsage.TotalTime.TotalMicroseconds} {GC.GetTotalAllocatedBytes(precise: true)}"));

    public static string AddressOf(IHost host) =>
        host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
}

using HipaaJwt.Benchmarks.Web;
using Microsoft.AspNetCore.Authentication;

namespace HipaaJwt.HttpBenchmarks.Server;

/// <summary>A service whose scheme does nothing.</summary>
internal static class IdleSchemeHost
{
    public const string Endpoint = "/idle-scheme";

    public static IHost Build() => PlainHost.Build(
        services => services
            .AddAuthorization()
            .AddAuthentication(IdleHandler.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, IdleHandler>(IdleHandler.SchemeName, null),
        endpoints => endpoints.MapGet(Endpoint, PlainHost.RespondAsync).RequireAuthorization());
}

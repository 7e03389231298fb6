using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace HipaaJwt.HttpBenchmarks.Server;

/// <summary>
/// A scheme that accepts every request without reading it. What a request costs here, ASP.NET Core's authentication and authorization cost
/// in every scheme.
/// </summary>
internal static class IdleSchemeHost
{
    public const string Endpoint = "/idle-scheme";

    private const string SchemeName = "Idle";

    public static IHost Build() => PlainHost.Build(
        services => services
            .AddAuthorization()
            .AddAuthentication(SchemeName)
            .AddScheme<AuthenticationSchemeOptions, IdleHandler>(SchemeName, null),
        endpoints => endpoints.MapGet(Endpoint, PlainHost.RespondAsync).RequireAuthorization());

    private sealed class IdleHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        private static readonly Task<AuthenticateResult> Success = Task.FromResult(
            AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity(SchemeName)), SchemeName)));

        protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Success;
    }
}

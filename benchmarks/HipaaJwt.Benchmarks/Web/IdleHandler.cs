using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HipaaJwt.Benchmarks.Web;

/// <summary>
/// A scheme that accepts every request without reading it. What a request costs with it, ASP.NET Core's authentication and authorization
/// cost in every scheme.
/// </summary>
internal sealed class IdleHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Idle";

    private static readonly Task<AuthenticateResult> Success = Task.FromResult(
        AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity(SchemeName)), SchemeName)));

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Success;
}

using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.Testing.Hosting;

/// <summary>
/// Explains the 401 or 403 of a test that signs a user in with an authentication handler of its own. Such a user has no token, so
/// permissions deny. The explanation is a log line and a response header, which the text of an HttpResponseMessage shows.
/// </summary>
internal sealed partial class TokenlessUserHint : IMiddleware
{
    public const string Header = "HipaaJwt-Testing-Hint";

    private readonly IAuthenticationSchemeProvider _schemes;
    private readonly ILogger<TokenlessUserHint> _logger;

    public TokenlessUserHint(IAuthenticationSchemeProvider schemes, ILogger<TokenlessUserHint> logger)
    {
        _schemes = schemes;
        _logger = logger;
    }

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        // A request with credentials is not the case that the hint is about.
        if (context.Request.Headers.Authorization.Count == 0 && context.Request.Headers.Cookie.Count == 0)
        {
            context.Response.OnStarting(() => ExplainAsync(context));
        }

        return next(context);
    }

    private async Task ExplainAsync(HttpContext context)
    {
        if (context.Response.StatusCode is StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden
            && context.GetValidatedJwt() is null
            && await FindSchemeAsync(context).ConfigureAwait(false) is { } scheme)
        {
            context.Response.Headers[Header] =
                $"The scheme {scheme} signed a user in without a token, so HipaaJwt grants nothing. Remove that handler and write "
                + "client.As(\"dr.rivera\", roles: [\"physician\"]).";
            WarnTokenlessUser(_logger, scheme, context.Response.StatusCode);
        }
    }

    /// <summary>Finds a scheme that authenticates a request without credentials.</summary>
    private async Task<string?> FindSchemeAsync(HttpContext context)
    {
        foreach (var scheme in await _schemes.GetAllSchemesAsync().ConfigureAwait(false))
        {
            var result = await context.AuthenticateAsync(scheme.Name).ConfigureAwait(false);
            if (result is { Succeeded: true } && !result.Principal.Identities.OfType<JwtIdentity>().Any())
            {
                return scheme.Name;
            }
        }

        return null;
    }

    [LoggerMessage(
        901,
        LogLevel.Warning,
        "A request got {Status} because scheme {Scheme} signed a user in without a token, and permissions come only from a validated token. "
        + "Remove that handler from the tests, and write client.As(\"dr.rivera\", roles: [\"physician\"]).")]
    private static partial void WarnTokenlessUser(ILogger logger, string scheme, int status);
}

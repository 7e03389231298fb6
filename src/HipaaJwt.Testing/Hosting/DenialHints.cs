using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.Testing.Hosting;

/// <summary>
/// Explains each 401, 403 and 503 to the author of a test, in response headers that the text of an HttpResponseMessage shows: the reason in
/// the audit event, and what to do if an authentication handler of the tests signed the user in, or if the test named none of several
/// issuers. A user of a handler has no token, so permissions deny.
/// </summary>
internal sealed partial class DenialHints : IMiddleware
{
    public const string ReasonHeader = "HipaaJwt-Testing-Reason";
    public const string HintHeader = "HipaaJwt-Testing-Hint";

    private readonly IAuthenticationSchemeProvider _schemes;
    private readonly AuditRecorder _recorder;
    private readonly ILogger<DenialHints> _logger;

    public DenialHints(IAuthenticationSchemeProvider schemes, AuditRecorder recorder, ILogger<DenialHints> logger)
    {
        _schemes = schemes;
        _recorder = recorder;
        _logger = logger;
    }

    /// <summary>Sets what a 403 of the request says besides its reason.</summary>
    public static void SetHint(HttpContext context, string hint) => context.Items[typeof(DenialHints)] = hint;

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        // The application may replace the header later, for example by a token of its own.
        var hasCredentials = context.Request.Headers.Authorization.Count > 0 || context.Request.Headers.Cookie.Count > 0;
        context.Response.OnStarting(() => context.Response.StatusCode
            is StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden or StatusCodes.Status503ServiceUnavailable
                ? ExplainAsync(context, hasCredentials)
                : Task.CompletedTask);
        return next(context);
    }

    private async Task ExplainAsync(HttpContext context, bool hasCredentials)
    {
        var denial = _recorder.Events.LastOrDefault(
            recorded => recorded.RequestId == context.TraceIdentifier && recorded.ReasonCode != JwtErrorCode.None);
        if (denial is not null)
        {
            context.Response.Headers[ReasonHeader] = Reason(denial);
        }

        if (context.Response.StatusCode == StatusCodes.Status403Forbidden && context.Items[typeof(DenialHints)] is string hint)
        {
            context.Response.Headers[HintHeader] = hint;
        }

        if (!hasCredentials && await FindSchemeAsync(context).ConfigureAwait(false) is { } scheme)
        {
            context.Response.Headers[HintHeader] =
                $"The scheme {scheme} signed a user in without a token, so HipaaJwt grants nothing. Remove that handler and write "
                + "client.As(\"dr.rivera\", roles: [\"physician\"]).";
            WarnTokenlessUser(_logger, scheme, context.Response.StatusCode);
        }
    }

    private static string Reason(AuditEvent denial)
    {
        var permissions = denial.Permissions.Count > 0 ? $", required: {string.Join(", ", denial.Permissions)}" : string.Empty;
        return $"{new JwtError(denial.ReasonCode, denial.ReasonMember)}{permissions}";
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
        "A request got {Status} because scheme {Scheme} signed a user in without a token, and permissions come only from a validated "
        + "token. Remove that handler from the tests, and write client.As(\"dr.rivera\", roles: [\"physician\"]).")]
    private static partial void WarnTokenlessUser(ILogger logger, string scheme, int status);
}

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HipaaJwt.AspNetCore.DependencyInjection;

/// <summary>Logs a warning at start for each option that weakens a scheme.</summary>
internal sealed partial class SchemeWarningReporter : IHostedService
{
    private readonly IEnumerable<SchemeRegistration> _schemes;
    private readonly IOptionsMonitor<HipaaJwtBearerOptions> _options;
    private readonly ILogger<SchemeWarningReporter> _logger;

    public SchemeWarningReporter(
        IEnumerable<SchemeRegistration> schemes, IOptionsMonitor<HipaaJwtBearerOptions> options, ILogger<SchemeWarningReporter> logger)
    {
        _schemes = schemes;
        _options = options;
        _logger = logger;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var scheme in _schemes)
        {
            var options = _options.Get(scheme.Name);
            if (options.AllowPlainHttpOutsideLoopback)
            {
                WarnPlainHttp(_logger, scheme.Name);
            }

            if (options.IncludeErrorDetails)
            {
                WarnErrorDetails(_logger, scheme.Name);
            }

            if (options.AllowTokenInQueryFor.Count > 0)
            {
                WarnTokenInQuery(_logger, scheme.Name, string.Join(", ", options.AllowTokenInQueryFor));
            }
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(
        201,
        LogLevel.Warning,
        "Scheme {Scheme} accepts tokens over plain HTTP because AllowPlainHttpOutsideLoopback is true: anyone on the network path "
        + "can use a token. Set it to false and use HTTPS.")]
    private static partial void WarnPlainHttp(ILogger logger, string scheme);

    [LoggerMessage(
        202,
        LogLevel.Warning,
        "Scheme {Scheme} discloses which check a token failed because IncludeErrorDetails is true. Set it to false in production.")]
    private static partial void WarnErrorDetails(ILogger logger, string scheme);

    [LoggerMessage(
        203,
        LogLevel.Warning,
        "Scheme {Scheme} accepts tokens in the query of WebSockets and event streams of {Paths} because AllowTokenInQueryFor names "
        + "them. This server does not log them, but proxies and browsers can. Keep tokens short-lived, and configure proxies not to "
        + "log queries.")]
    private static partial void WarnTokenInQuery(ILogger logger, string scheme, string paths);
}

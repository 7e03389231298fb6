using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HipaaJwt.AspNetCore.DependencyInjection;

/// <summary>Warns at start of schemes that are weaker than necessary.</summary>
internal sealed partial class SchemeWarningReporter : IHostedService
{
    private readonly IEnumerable<SchemeRegistration> _schemes;
    private readonly IOptionsMonitor<HipaaJwtBearerOptions> _options;
    private readonly ILogger<SchemeWarningReporter> _logger;

    public SchemeWarningReporter(IEnumerable<SchemeRegistration> schemes, IOptionsMonitor<HipaaJwtBearerOptions> options, ILogger<SchemeWarningReporter> logger)
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
                PlainHttp(_logger, scheme.Name);
            }

            if (options.IncludeErrorDetails)
            {
                ErrorDetails(_logger, scheme.Name);
            }
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(201, LogLevel.Warning, "Scheme {Scheme}, AllowPlainHttpOutsideLoopback: everybody on the network path of a request can use its token.")]
    private static partial void PlainHttp(ILogger logger, string scheme);

    [LoggerMessage(202, LogLevel.Warning, "Scheme {Scheme}, IncludeErrorDetails: callers learn which check a token failed.")]
    private static partial void ErrorDetails(ILogger logger, string scheme);
}

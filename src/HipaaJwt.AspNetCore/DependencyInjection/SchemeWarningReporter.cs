using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HipaaJwt.AspNetCore.DependencyInjection;

/// <summary>Warns at start of schemes that are weaker than they need be.</summary>
internal sealed partial class SchemeReport : IHostedService
{
    private readonly IEnumerable<SchemeRegistration> _schemes;
    private readonly IOptionsMonitor<HipaaJwtBearerOptions> _options;
    private readonly ILogger<SchemeReport> _logger;

    public SchemeReport(IEnumerable<SchemeRegistration> schemes, IOptionsMonitor<HipaaJwtBearerOptions> options, ILogger<SchemeReport> logger)
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

    [LoggerMessage(201, LogLevel.Warning, "Scheme {Scheme}, AllowPlainHttpOutsideLoopback: whoever can listen on the way of a request can use its token.")]
    private static partial void PlainHttp(ILogger logger, string scheme);

    [LoggerMessage(202, LogLevel.Warning, "Scheme {Scheme}, IncludeErrorDetails: callers learn which check a token failed.")]
    private static partial void ErrorDetails(ILogger logger, string scheme);
}

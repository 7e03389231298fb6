using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.AspNetCore.Forwarding;

/// <summary>Logs a warning at start for each HTTP client that forwards tokens.</summary>
internal sealed partial class TokenForwardingReporter : IHostedService
{
    private readonly IEnumerable<TokenForwardingRule> _rules;
    private readonly ILogger<TokenForwardingReporter> _logger;

    public TokenForwardingReporter(IEnumerable<TokenForwardingRule> rules, ILogger<TokenForwardingReporter> logger)
    {
        _rules = rules;
        _logger = logger;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var rule in _rules)
        {
            WarnForwarding(_logger, rule.Client, rule.Addresses, rule.Audience);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(
        204,
        LogLevel.Warning,
        "HTTP client {Client} forwards tokens of callers to {Addresses} because AddHipaaJwtTokenForwarding names them: these services can "
        + "use the tokens at all audiences of the tokens, not only at {Audience}. If the issuer supports it, exchange the tokens instead "
        + "(RFC 8693).")]
    private static partial void WarnForwarding(ILogger logger, string client, string addresses, string audience);
}

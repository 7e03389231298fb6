using HipaaJwt.Auditing;
using HipaaJwt.Diagnostics;
using HipaaJwt.Policy;
using HipaaJwt.Revocations;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.Hosting;

/// <summary>Logs at start for each technical safeguard what is in effect and what the operator must do.</summary>
internal sealed class SafeguardReporter : IHostedService
{
    private readonly IReadOnlyCollection<Trust> _trusts;
    private readonly IReadOnlyCollection<AuditSinkRegistration> _sinks;
    private readonly RevocationMonitor? _revocation;
    private readonly ILogger<SafeguardReporter> _logger;

    public SafeguardReporter(
        IEnumerable<Trust> trusts,
        IEnumerable<AuditSinkRegistration> sinks,
        ILogger<SafeguardReporter> logger,
        RevocationMonitor? revocation = null)
    {
        _trusts = [.. trusts];
        _sinks = [.. sinks];
        _logger = logger;
        _revocation = revocation;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (_logger.IsEnabled(LogLevel.Information))
        {
            var states = new SafeguardStates(_trusts, _sinks, _revocation?.Options);
            foreach (var safeguard in HipaaSafeguards.All)
            {
                if (states.Of(safeguard.Paragraph) is { } state)
                {
                    Log.Safeguard(_logger, safeguard.Paragraph, safeguard.Subject, state, safeguard.OperatorDuty);
                }
            }
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

using HipaaJwt.Auditing;
using HipaaJwt.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HipaaJwt.Hosting;

/// <summary>
/// Checks the log levels of <see cref="LoggingAuditSink"/> before other services start. If the log would drop events, a required
/// sink stops the start, and a best-effort sink is a warning.
/// </summary>
internal sealed class LoggingSinkLevels : IHostedLifecycleService
{
    private readonly IServiceProvider _services;
    private readonly IEnumerable<AuditSinkRegistration> _sinks;
    private readonly ILogger<StartupReporter> _logger;

    public LoggingSinkLevels(IServiceProvider services, IEnumerable<AuditSinkRegistration> sinks, ILogger<StartupReporter> logger)
    {
        _services = services;
        _sinks = sinks;
        _logger = logger;
    }

    /// <exception cref="OptionsValidationException">A required sink would drop events.</exception>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        foreach (var registration in _sinks)
        {
            if (registration.Resolve(_services) is LoggingAuditSink sink)
            {
                var disabled = string.Join(" and ", sink.DisabledLevels);
                if (disabled.Length > 0)
                {
                    Report(registration.Delivery, disabled);
                }
            }
        }

        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Report(AuditDelivery delivery, string disabled)
    {
        if (delivery == AuditDelivery.Required)
        {
            throw new OptionsValidationException(
                Options.DefaultName,
                typeof(AuditOptions),
                [
                    $"{LoggingAuditSink.LevelPath} disables {disabled}, so the required LoggingAuditSink would drop audit events. "
                    + "Set it to Information. To allow lost events, register the sink with AuditDelivery.BestEffort.",
                ]);
        }

        Log.Weakness(
            _logger,
            LoggingAuditSink.LevelPath,
            $"it disables {disabled}, so LoggingAuditSink loses these audit events. Set it to Information.");
    }
}

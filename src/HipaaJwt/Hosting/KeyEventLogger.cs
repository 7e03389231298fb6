using HipaaJwt.Diagnostics;
using HipaaJwt.Keys.Remote;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.Hosting;

/// <summary>Logs and counts what happens to fetched keys.</summary>
internal sealed class KeyEventLogger : IKeyObserver
{
    private readonly KeyTelemetry _telemetry;
    private readonly ILogger<KeyEventLogger> _logger;

    public KeyEventLogger(KeyTelemetry telemetry, ILogger<KeyEventLogger> logger)
    {
        _telemetry = telemetry;
        _logger = logger;
    }

    public void Refreshed(string issuer, JwksFetchOutcome outcome) => _telemetry.Refreshed(issuer, outcome.ToString());

    public void Skipped(string issuer, SkippedKey key) => Log.KeySkipped(_logger, key.Index, issuer, key.Problem);

    public void StateChanged(string issuer, KeyState before, KeyState now, JwksFetchOutcome outcome)
    {
        var (state, last, reason, level) = (now.ToString(), before.ToString(), outcome.ToString(), LevelOf(now));
        _telemetry.StateChanged(issuer, state);
        Log.KeysStateChanged(_logger, level, issuer, state, last, reason);
    }

    private static LogLevel LevelOf(KeyState state) => state switch
    {
        KeyState.Stale => LogLevel.Warning,
        KeyState.Unavailable => LogLevel.Error,
        _ => LogLevel.Information,
    };
}

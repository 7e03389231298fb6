using HipaaJwt.Diagnostics;
using HipaaJwt.Keys.Remote;
using Microsoft.Extensions.Logging;

namespace HipaaJwt;

/// <summary>Writes into log and metrics what happens to fetched keys.</summary>
internal sealed class KeyJournal : IKeyObserver
{
    private readonly KeyTelemetry _telemetry;
    private readonly ILogger<KeyJournal> _logger;

    public KeyJournal(KeyTelemetry telemetry, ILogger<KeyJournal> logger)
    {
        _telemetry = telemetry;
        _logger = logger;
    }

    public void Refreshed(string issuer, KeyFetchOutcome outcome) => _telemetry.Refreshed(issuer, outcome.ToString());

    public void Skipped(string issuer, SkippedKey key) => Log.KeySkipped(_logger, issuer, key.Place, key.Problem);

    public void StateChanged(string issuer, KeyState before, KeyState now, KeyFetchOutcome outcome)
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

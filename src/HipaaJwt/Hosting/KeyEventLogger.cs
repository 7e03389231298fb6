using HipaaJwt.Diagnostics;
using HipaaJwt.Keys.Remote;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.Hosting;

/// <summary>Logs and counts the events of key downloads.</summary>
internal sealed class KeyEventLogger : IKeyObserver
{
    private readonly KeyTelemetry _telemetry;
    private readonly ILogger<KeyEventLogger> _logger;

    public KeyEventLogger(KeyTelemetry telemetry, ILogger<KeyEventLogger> logger)
    {
        _telemetry = telemetry;
        _logger = logger;
    }

    public void OnRefreshed(string issuer, JwksFetchOutcome outcome) => _telemetry.RecordRefresh(issuer, outcome.ToString());

    public void OnKeySkipped(string issuer, SkippedKey key)
    {
        if (key.IsExpected)
        {
            Log.KeyIgnored(_logger, key.Index, issuer, key.Problem);
        }
        else
        {
            Log.KeySkipped(_logger, key.Index, issuer, key.Problem);
        }
    }

    public void OnKeyLeaked(string issuer, LeakedKey key) => Log.KeyLeaked(_logger, issuer, key.Index);

    public void OnKeysWithdrawn(string issuer, int withdrawn, int remaining, string reason) =>
        Log.KeysWithdrawn(_logger, issuer, withdrawn, reason, remaining);

    public void OnStateChanged(string issuer, KeyState previous, KeyState current, JwksFetchOutcome outcome)
    {
        var (before, state, refresh, level) = (previous.ToString(), current.ToString(), outcome.ToString(), LevelOf(current));
        _telemetry.RecordStateChange(issuer, state);
        Log.KeysStateChanged(_logger, level, issuer, before, state, refresh);
    }

    public void OnRefreshFailed(string issuer, string reason, KeyState state)
    {
        var (name, level) = (state.ToString(), LevelOf(state));
        Log.KeyRefreshFailed(_logger, level, issuer, reason, name);
    }

    private static LogLevel LevelOf(KeyState state) => state switch
    {
        KeyState.Stale => LogLevel.Warning,
        KeyState.Unavailable => LogLevel.Error,
        _ => LogLevel.Information,
    };
}

using HipaaJwt.TokenIssuer.Diagnostics;
using HipaaJwt.TokenIssuer.Issuing;
using HipaaJwt.TokenIssuer.Sessions;
using HipaaJwt.TokenIssuer.SigningKeys;
using Microsoft.Extensions.Hosting;

namespace HipaaJwt.TokenIssuer.Health;

/// <summary>Knows whether the issuer can issue tokens, without a call of a store. It provides the gauges of the metrics.</summary>
internal sealed class IssuerMonitor : IHostedService
{
    private readonly KeyKeeper _keys;
    private readonly AccessTokenSigner _signer;
    private readonly LimitedSessionStore _sessions;
    private readonly RetriedSessions _retried;
    private readonly IssuerTelemetry _telemetry;

    public IssuerMonitor(
        KeyKeeper keys, AccessTokenSigner signer, LimitedSessionStore sessions, RetriedSessions retried, IssuerTelemetry telemetry)
    {
        _keys = keys;
        _signer = signer;
        _sessions = sessions;
        _retried = retried;
        _telemetry = telemetry;
    }

    /// <summary>The state of the keys that the issuer keeps: of those that sign, unless the signer is the application's.</summary>
    public IssuerKeyState KeyState => _keys.Current is not { Refresh.IsEmpty: false } ring || (!IsExternal && ring.Signing.IsEmpty)
        ? IssuerKeyState.None
        : _keys.IsFailing ? IssuerKeyState.Stale : IssuerKeyState.Current;

    /// <summary>The time since the signing key became active; null without a key of the issuer.</summary>
    public TimeSpan? KeyAge =>
        !IsExternal && _keys.Current is { } ring && _keys.StoreTime(ring) is var now && ring.FindActive(now) is { } key
            ? now - key.Stored.ActivatesAt
            : null;

    /// <summary>Whether the signer of the application failed at its last call.</summary>
    public bool IsSignerFailing => _signer.IsFailing;

    /// <summary>Whether the store of sessions failed at its last call.</summary>
    public bool IsSessionStoreFailing => _sessions.IsFailing;

    private bool IsExternal => _signer.IsExternal;

    /// <summary>Counts the sessions that were retried at several refreshes in a row a short time ago.</summary>
    public int CountRetriedSessions() => _retried.Count();

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _telemetry.AddGauges(
            () => IsExternal ? null : ((int)KeyState, KeyState.ToString(), KeyAge),
            CountRetriedSessions);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>The state of the keys of the issuer. The numbers are those of the metric.</summary>
internal enum IssuerKeyState
{
    /// <summary>There is no key, so no token can be issued.</summary>
    None = 0,

    /// <summary>The keys were read.</summary>
    Current = 1,

    /// <summary>The keys could not be read again. Those that are known are in use.</summary>
    Stale = 2,
}

using HipaaJwt.Auditing;
using HipaaJwt.Diagnostics;
using HipaaJwt.Issuers;
using HipaaJwt.Policy;
using HipaaJwt.Revocations;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.Hosting;

/// <summary>Logs the trusted issuers and limits at start, and warns of weak options.</summary>
internal sealed class StartupReporter : IHostedService
{
    private readonly IReadOnlyCollection<Trust> _trusts;
    private readonly IReadOnlyCollection<AuditSinkRegistration> _sinks;
    private readonly IReplayStore _replayStore;
    private readonly RevocationMonitor? _revocation;
    private readonly TimeProvider _time;
    private readonly ILogger<StartupReporter> _logger;

    /// <summary>Creates the trusts and stores, so a failure stops the host at start and does not fail the first request.</summary>
    public StartupReporter(
        IEnumerable<Trust> trusts,
        IEnumerable<AuditSinkRegistration> sinks,
        IReplayStore replayStore,
        TimeProvider time,
        ILogger<StartupReporter> logger,
        RevocationMonitor? revocation = null)
    {
        _trusts = [.. trusts];
        _sinks = [.. sinks];
        _replayStore = replayStore;
        _time = time;
        _logger = logger;
        _revocation = revocation;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var trust in _trusts)
        {
            if (_logger.IsEnabled(LogLevel.Information))
            {
                ReportIssuers(trust);
                ReportLimits(trust);
            }

            foreach (var (path, weakness) in TrustWeaknesses.Of(trust, _time.GetUtcNow()))
            {
                Log.Weakness(_logger, path, weakness);
            }
        }

        ReportRevocation();
        if (_sinks.Count == 0)
        {
            Log.Weakness(
                _logger,
                "AddAuditSink",
                "no audit sink is registered, so decisions are not recorded (45 CFR 164.312(b)). Call AddAuditSink.");
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static IEnumerable<string> KeysOf(IssuerPolicy issuer, ValidationSnapshot snapshot) =>
        snapshot.Policy.PinnedKeys.Where(key => key.Issuer == issuer).Select(key => key.KeyId ?? "(no kid)")
            .Concat(snapshot.Policy.RemoteKeys.Where(keys => keys.Issuer == issuer).Select(keys => $"from {keys.Address}"));

    private static IEnumerable<string> RequiredClaimsOf(IssuerPolicy issuer) =>
        issuer.RequiredClaims
            .Concat(issuer.RequireClientId ? [issuer.Identity.Client ?? "client_id or azp"] : [])
            .Concat(issuer.RequiredClaimValues.Select(required => $"{required.Name} = {string.Join(" or ", required.Values)}"));

    private void ReportIssuers(Trust trust)
    {
        var snapshot = trust.Policies.Current;
        foreach (var issuer in snapshot.Policy.Issuers)
        {
            Log.TrustedIssuer(
                _logger,
                issuer.Issuer,
                trust.Description,
                string.Join(", ", issuer.Audiences),
                string.Join(", ", issuer.Algorithms.Select(algorithm => algorithm.Name)),
                string.Join(", ", issuer.TokenTypes),
                string.Join(", ", KeysOf(issuer, snapshot)),
                string.Join(", ", RequiredClaimsOf(issuer)));
        }
    }

    private void ReportRevocation()
    {
        if (_revocation is null)
        {
            Log.RevocationOff(_logger);
            return;
        }

        var options = _revocation.Options;
        Log.Revocation(_logger, _revocation.StoreName, options.MaxStaleness, options.PullInterval);
        if (options.AcceptTokensOlderThanStore)
        {
            Log.Weakness(
                _logger,
                "Revocation:AcceptTokensOlderThanStore",
                "if the store loses its data while no instance runs, revoked tokens are accepted again until they expire. Set it to "
                + "false.");
        }
    }

    private void ReportLimits(Trust trust)
    {
        var (options, policy) = (trust.Policies.StartOptions, trust.Policies.Current.Policy);
        Log.Limits(
            _logger,
            trust.Description,
            options.MaxTokenLifetime,
            options.ClockSkew,
            options.MaxTokenBytes,
            options.TokenCache.Capacity,
            options.TokenCache.MaxEntryLifetime,
            policy.Permissions.Catalog.Count,
            _sinks.Count);
        Log.DPoPProofs(
            _logger,
            trust.Description,
            string.Join(", ", options.DPoP.Algorithms),
            options.DPoP.MaxAge,
            options.DPoP.RequireNonce,
            _replayStore.GetType().Name);
        if (policy.Decryptor is { } decryptor)
        {
            Log.Decryption(
                _logger,
                trust.Description,
                string.Join(", ", decryptor.Keys.Select(key => key.KeyId ?? "(no kid)")),
                string.Join(", ", decryptor.Algorithms.Select(algorithm => algorithm.Name)),
                string.Join(", ", decryptor.Encryptions.Select(encryption => encryption.Name)));
        }
    }
}

using HipaaJwt.Auditing;
using HipaaJwt.Diagnostics;
using HipaaJwt.Jws;
using HipaaJwt.Keys;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HipaaJwt.DependencyInjection;

/// <summary>Says at start what is trusted, and warns of what is unusually weak.</summary>
internal sealed class StartupReport : IHostedService
{
    private static readonly TimeSpan UsualClockSkew = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan UsualLifetime = TimeSpan.FromHours(1);

    private readonly PlanSource _plans;
    private readonly HipaaJwtOptions _options;
    private readonly IReadOnlyCollection<AuditSinkRegistration> _sinks;
    private readonly IReplayStore _replayStore;
    private readonly ILogger<StartupReport> _logger;

    /// <summary>The replay store is made here, so that one that cannot be made stops the start and not the first request.</summary>
    public StartupReport(
        PlanSource plans,
        IOptions<HipaaJwtOptions> options,
        IEnumerable<AuditSinkRegistration> sinks,
        IReplayStore replayStore,
        ILogger<StartupReport> logger)
    {
        _replayStore = replayStore;
        _plans = plans;
        _options = options.Value;
        _sinks = [.. sinks];
        _logger = logger;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var plan = _plans.Current;
        foreach (var issuer in plan.Issuers)
        {
            var keys = plan.PinnedKeys.Where(key => key.Issuer == issuer).Select(key => key.KeyId ?? "(no kid)")
                .Concat(plan.FetchedIssuers.Where(fetched => fetched.Issuer == issuer.Issuer).Select(fetched => $"from {fetched.FetchedKeys!.Settings.Address}"));
            Log.TrustedIssuer(
                _logger,
                issuer.Issuer,
                string.Join(", ", issuer.Audiences),
                string.Join(", ", issuer.Algorithms.Select(algorithm => algorithm.Name)),
                string.Join(", ", issuer.TokenTypes),
                string.Join(", ", keys),
                string.Join(", ", DemandsOf(issuer)));
        }

        Log.Limits(
            _logger,
            _options.MaxTokenLifetime,
            _options.ClockSkew,
            _options.MaxTokenBytes,
            _options.TokenCache.Capacity,
            _options.TokenCache.MaxEntryLifetime,
            plan.Permissions.Catalog.Count,
            _sinks.Count);
        Log.Senders(_logger, string.Join(", ", _options.DPoP.Algorithms), _options.DPoP.MaxAge, _options.DPoP.RequireNonce, _replayStore.GetType().Name);
        if (plan.Decryptor is { } decryptor)
        {
            Log.Decryption(
                _logger,
                string.Join(", ", decryptor.Keys.Select(key => key.KeyId ?? "(no kid)")),
                string.Join(", ", decryptor.Algorithms.Select(algorithm => algorithm.Name)),
                string.Join(", ", decryptor.Encryptions.Select(encryption => encryption.Name)));
        }

        foreach (var (path, weakness) in Weaknesses(plan))
        {
            Log.Weakness(_logger, path, weakness);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static IEnumerable<string> DemandsOf(IssuerPolicy issuer) =>
        issuer.RequiredClaims
            .Concat(issuer.RequireClientId ? ["client_id or azp"] : [])
            .Concat(issuer.RequiredClaimValues.Select(required => $"{required.Name} = {string.Join(" or ", required.Values)}"));

    private IEnumerable<(string Path, string Weakness)> Weaknesses(ValidationPlan plan)
    {
        for (var i = 0; i < plan.Issuers.Length; i++)
        {
            var issuer = plan.Issuers[i];
            if (issuer.AllowMissingTokenType)
            {
                yield return ($"HipaaJwt:Issuers:{i}:AllowMissingTokenType", "a token made for another purpose may pass for an access token.");
            }

            if (issuer.Utf8AudienceClaim is not null)
            {
                yield return ($"HipaaJwt:Issuers:{i}:AudienceClaim", $"a token without aud is accepted by its {issuer.AudienceClaim}, though it may be meant for another service.");
            }

            if (issuer.MaxTokenLifetime > UsualLifetime && issuer.MaxTokenLifetime != _options.MaxTokenLifetime)
            {
                yield return ($"HipaaJwt:Issuers:{i}:MaxTokenLifetime", "a stolen token of this issuer is of use for more than an hour.");
            }

            if (issuer.Algorithms.Any(algorithm => algorithm.Family == KeyFamily.Symmetric))
            {
                yield return ($"HipaaJwt:Issuers:{i}:Algorithms", "with HMAC, whoever can verify a token can also forge one.");
            }
        }

        foreach (var key in plan.PinnedKeys.Where(key => key.HadPrivateParts))
        {
            yield return ($"HipaaJwt:Issuers ({key.Issuer.Issuer})", $"the key {key.KeyId ?? "(no kid)"} was handed over with its private part; whoever reads this service's memory or settings can sign tokens. The public part is enough.");
        }

        if (_options.Decryption.HasKeysFromConfiguration)
        {
            yield return ("HipaaJwt:Decryption:Keys", "a private key in settings is a secret in settings; whoever reads them can read encrypted tokens. Take it from a vault in code.");
        }

        if (_options.ClockSkew > UsualClockSkew)
        {
            yield return ("HipaaJwt:ClockSkew", "an expired token lives on for more than two minutes.");
        }

        if (_options.MaxTokenLifetime > UsualLifetime)
        {
            yield return ("HipaaJwt:MaxTokenLifetime", "a stolen token is of use for more than an hour.");
        }

        if (_sinks.Count == 0)
        {
            yield return ("AddAuditSink", "no audit sink is registered, so decisions leave no trail (45 CFR 164.312(b)).");
        }
    }
}

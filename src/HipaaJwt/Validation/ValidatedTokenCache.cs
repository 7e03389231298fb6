using HipaaJwt.Caching;
using Microsoft.Extensions.Options;

namespace HipaaJwt;

/// <summary>
/// Accepted tokens, so that the same one need not be verified again. A remembered token is accepted only where judging it
/// anew would accept it: under the same plan, inside its time, while fetched keys are not too old, and if the application's own checks pass now.
/// </summary>
internal sealed class RememberedTokens : IDisposable
{
    /// <summary>What an entry takes besides the token's characters and the claims' bytes, rounded up.</summary>
    private const int EntryOverhead = 512;

    private static readonly TimeSpan LongestSweepInterval = TimeSpan.FromMinutes(1);

    private readonly TokenCache<ValidatedJwt>? _cache;
    private readonly TimeSpan _maxEntryLifetime;

    public RememberedTokens(IOptions<HipaaJwtOptions> options, TimeProvider time)
    {
        var cache = options.Value.TokenCache;
        _maxEntryLifetime = cache.MaxEntryLifetime;
        if (cache.Capacity > 0)
        {
            var sweepInterval = cache.MaxEntryLifetime < LongestSweepInterval ? cache.MaxEntryLifetime : LongestSweepInterval;
            _cache = new TokenCache<ValidatedJwt>(cache.Capacity, cache.MaxBytes, sweepInterval, time);
        }
    }

    public bool TryFind(ReadOnlySpan<char> token, ValidationPlan plan, DateTimeOffset now, out Verdict verdict)
    {
        if (_cache is null || !_cache.TryGet(token, plan, now, out var remembered))
        {
            verdict = default;
            return false;
        }

        if (remembered.Policy.FetchedKeys is { } keys && !keys.IsUsable(now))
        {
            verdict = Verdict.Refused(new JwtError(JwtErrorCode.KeysUnavailable));
            return true;
        }

        var error = plan.Checks.RunAdded(remembered.Claims, new ClaimCheckContext(remembered.Policy, now, remembered.WasEncrypted));
        verdict = error.IsNone ? Verdict.Accepted(remembered) : Verdict.Refused(error, remembered.Policy, remembered.Claims);
        return true;
    }

    /// <summary>Remembers an accepted token; a refused one never.</summary>
    /// <param name="text">The token, where it is a string already.</param>
    /// <param name="token">The token.</param>
    /// <param name="verdict">The verdict.</param>
    /// <param name="plan">The plan that was read before the token was judged.</param>
    /// <param name="now">The time at which it was judged.</param>
    public void Add(string? text, ReadOnlySpan<char> token, in Verdict verdict, ValidationPlan plan, DateTimeOffset now)
    {
        if (_cache is null || verdict.Token is not { } accepted || _cache.TurnsAway(token, now))
        {
            return;
        }

        var lifetime = accepted.ExpiresAt - now + accepted.Policy.ClockSkew;
        var bytes = EntryOverhead + (token.Length * sizeof(char)) + accepted.ClaimsJson.Length;
        _cache.Add(text ?? token.ToString(), accepted, plan, now, lifetime < _maxEntryLifetime ? lifetime : _maxEntryLifetime, bytes);
    }

    public void Dispose() => _cache?.Dispose();
}

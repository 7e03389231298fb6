using System.Diagnostics.CodeAnalysis;
using System.Text;
using HipaaJwt.Caching;
using HipaaJwt.Claims;
using HipaaJwt.Policy;

namespace HipaaJwt.Validation;

/// <summary>
/// Caches accepted tokens, each for one snapshot and no longer than its <c>exp</c> with the tolerance allows. A cached token is
/// therefore accepted only if a new validation would accept it.
/// </summary>
internal sealed class ValidatedTokenCache : IDisposable
{
    /// <summary>
    /// The size of an entry in bytes, rounded up, without the characters of the token and its JSON, which the application may decode.
    /// </summary>
    private const int EntryOverhead = 512;

    private static readonly TimeSpan MaxSweepInterval = TimeSpan.FromMinutes(1);

    private readonly TokenCache<ValidatedJwt>? _cache;
    private readonly TimeSpan _maxEntryLifetime;

    public ValidatedTokenCache(TokenCacheOptions options, TimeProvider time)
    {
        _maxEntryLifetime = options.MaxEntryLifetime;
        if (options.Capacity > 0)
        {
            var sweepInterval = options.MaxEntryLifetime < MaxSweepInterval ? options.MaxEntryLifetime : MaxSweepInterval;
            _cache = new TokenCache<ValidatedJwt>(options.Capacity, options.MaxBytes, sweepInterval, time);
        }
    }

    /// <summary>The number of cached tokens, including those that expired since the last sweep.</summary>
    public int Count => _cache?.Count ?? 0;

    /// <summary>The memory of the cached tokens in bytes, as counted for <see cref="TokenCacheOptions.MaxBytes"/>.</summary>
    public long Bytes => _cache?.Bytes ?? 0;

    public bool TryFind(
        ReadOnlySpan<char> token, ValidationSnapshot snapshot, DateTimeOffset now, [NotNullWhen(true)] out ValidatedJwt? cached)
    {
        cached = null;
        return _cache is not null && _cache.TryGet(token, snapshot, now, out cached);
    }

    /// <summary>Adds the token if it was accepted.</summary>
    /// <param name="token">The token.</param>
    /// <param name="verdict">The verdict.</param>
    /// <param name="snapshot">The snapshot that the token was validated with.</param>
    /// <param name="now">The time of the validation.</param>
    public void Add(ReadOnlySpan<char> token, in Verdict verdict, ValidationSnapshot snapshot, DateTimeOffset now)
    {
        if (_cache is null || verdict.Token is not { } accepted || _cache.TryReject(token, now))
        {
            return;
        }

        var lifetime = accepted.ExpiresAt - now + accepted.Policy.ClockSkew;
        var bytes = EntryOverhead + token.Length + accepted.Claims.JsonLength;
        var copy = new byte[token.Length];
        Ascii.FromUtf16(token, copy, out _);
        if (!accepted.WasEncrypted)
        {
            accepted.Claims.Keep(new TokenPayload(copy));
        }

        _cache.Add(copy, accepted, snapshot, now, lifetime < _maxEntryLifetime ? lifetime : _maxEntryLifetime, bytes);
    }

    public void Dispose() => _cache?.Dispose();
}

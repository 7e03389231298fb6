namespace HipaaJwt;

/// <summary>
/// The cache of validated tokens. A cache hit saves the signature verification. Each use checks again that the token has not
/// expired, that the options and keys are unchanged, and that the application's own checks accept it. The options are read at
/// start.
/// </summary>
public sealed class TokenCacheOptions
{
    private const long MaxDefaultBytes = 128L * 1024 * 1024;

    /// <summary>The maximum number of cached tokens. Places that no token has used yet take almost no memory.</summary>
    /// <value>65,536 by default; 0 to 1,000,000. 0 disables the cache.</value>
    public int Capacity { get; set; } = 65_536;

    /// <summary>The maximum memory of the cached tokens, in bytes. A token of 1,000 characters counts as about 2 KB.</summary>
    /// <value>
    /// By default 10 % of the memory that the process may use, but at most 134,217,728 (128 MiB); 65,536 (64 KiB) to 17,179,869,184
    /// (16 GiB). Each named trust has a cache of its own.
    /// </value>
    public long MaxBytes { get; set; } = Math.Min(MaxDefaultBytes, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 10);

    /// <summary>
    /// The maximum time that a token stays in the cache. An entry never outlives the <c>exp</c> of its token plus
    /// <see cref="HipaaJwtOptions.ClockSkew"/>.
    /// </summary>
    /// <value>5 minutes by default; more than 0 and at most 1 hour.</value>
    public TimeSpan MaxEntryLifetime { get; set; } = TimeSpan.FromMinutes(5);
}

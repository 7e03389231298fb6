namespace HipaaJwt;

/// <summary>
/// The cache of validated tokens. A cache hit saves the signature verification. Each use checks again that the token has not
/// expired, that the options and keys are unchanged, and that the application's own checks accept it. The options are read at
/// start.
/// </summary>
public sealed class TokenCacheOptions
{
    /// <summary>The maximum number of cached tokens.</summary>
    /// <value>4,096 by default; 0 to 1,000,000. 0 disables the cache.</value>
    public int Capacity { get; set; } = 4096;

    /// <summary>The maximum memory of the cached tokens, in bytes.</summary>
    /// <value>67,108,864 (64 MiB) by default; 65,536 (64 KiB) to 17,179,869,184 (16 GiB).</value>
    public long MaxBytes { get; set; } = 64L * 1024 * 1024;

    /// <summary>
    /// The maximum time that a token stays in the cache. An entry never outlives the <c>exp</c> of its token plus
    /// <see cref="HipaaJwtOptions.ClockSkew"/>.
    /// </summary>
    /// <value>5 minutes by default; more than 0 and at most 1 hour.</value>
    public TimeSpan MaxEntryLifetime { get; set; } = TimeSpan.FromMinutes(5);
}

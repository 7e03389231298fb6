namespace HipaaJwt;

/// <summary>
/// The memory of tokens that have been validated, which spares their signatures a second verification. Each use checks
/// again, by the clock of that moment, that the token is valid, that the rules and keys are still the same, and that the
/// application's own checks pass. The options are read at start.
/// </summary>
public sealed class TokenCacheOptions
{
    /// <summary>How many tokens are remembered at most.</summary>
    /// <value>4,096 by default; 0 remembers none; at most 1,000,000.</value>
    public int Capacity { get; set; } = 4096;

    /// <summary>How much memory the remembered tokens may take, in bytes.</summary>
    /// <value>64 MiB by default; 64 KiB to 16 GiB.</value>
    public long MaxBytes { get; set; } = 64L * 1024 * 1024;

    /// <summary>How long a token is remembered at most; never beyond its own <c>exp</c>.</summary>
    /// <value>5 minutes by default; more than zero and at most 1 hour.</value>
    public TimeSpan MaxEntryLifetime { get; set; } = TimeSpan.FromMinutes(5);
}

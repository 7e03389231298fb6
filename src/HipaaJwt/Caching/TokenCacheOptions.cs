namespace HipaaJwt;

/// <summary>The memory of tokens that have been validated, which spares their signatures a second verification.</summary>
public sealed class TokenCacheOptions
{
    /// <summary>How many tokens are remembered.</summary>
    /// <value>4,096 by default; 0 remembers none; at most 1,000,000.</value>
    public int Capacity { get; set; } = 4096;

    /// <summary>How long a token is remembered at most; never beyond its own <c>exp</c>.</summary>
    /// <value>5 minutes by default; more than zero and at most 1 hour.</value>
    public TimeSpan MaxEntryLifetime { get; set; } = TimeSpan.FromMinutes(5);
}

namespace HipaaJwt;

/// <summary>The limits of replay detection. The options are read at start.</summary>
public sealed class ReplayOptions
{
    /// <summary>
    /// The maximum number of uses in the built-in store. If the store is full of entries that have not expired, further uses are
    /// rejected with <see cref="JwtErrorCode.ReplayStoreUnavailable"/>.
    /// </summary>
    /// <value>500,000 by default; more than <see cref="MaxPerSender"/> and at most 10,000,000.</value>
    public int Capacity { get; set; } = 500_000;

    /// <summary>
    /// The maximum number of uses of one sender in the built-in store. A sender is the subject of a token, regardless of the keys
    /// that it signs proofs with.
    /// </summary>
    /// <value>100,000 by default; at least 1 and less than <see cref="Capacity"/>.</value>
    public int MaxPerSender { get; set; } = 100_000;

    /// <summary>
    /// The timeout of one call of a store of the application. It also limits a call that blocks its thread. The built-in store
    /// answers without waiting.
    /// </summary>
    /// <value>1 second by default; more than 0 and at most 1 minute.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(1);
}

namespace HipaaJwt;

/// <summary>The memory of what may be used once. The options are read at start.</summary>
public sealed class ReplayOptions
{
    /// <summary>
    /// How many uses the built-in store remembers at most. When all of them are still needed, further ones are refused as
    /// unavailable.
    /// </summary>
    /// <value>500,000 by default; 1 to 10,000,000.</value>
    public int Capacity { get; set; } = 500_000;

    /// <summary>How many of them may belong to one sender: to one subject of tokens, whatever keys it makes proofs with.</summary>
    /// <value>100,000 by default; 1 to 10,000,000.</value>
    public int MaxPerSender { get; set; } = 100_000;

    /// <summary>How long the store may take to answer, whichever it is.</summary>
    /// <value>1 second by default; more than zero and at most 1 minute.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(1);
}

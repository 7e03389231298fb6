namespace HipaaJwt;

/// <summary>
/// The limits of revocation. They apply to the whole process and are read at start. Without a store of revocations they have no effect.
/// </summary>
public sealed class RevocationOptions
{
    /// <summary>
    /// The time within which an acknowledged revocation takes effect. An instance that has not read the log of revocations for longer
    /// rejects all tokens with <see cref="JwtErrorCode.RevocationUnavailable"/>. Use the same value on all instances.
    /// </summary>
    /// <value>5 seconds by default; 1 second to 5 minutes, and at least the sum of <see cref="PullInterval"/> and
    /// <see cref="Timeout"/>.</value>
    public TimeSpan MaxStaleness { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The interval at which the log of revocations is read.</summary>
    /// <value>1 second by default; 50 milliseconds to 1 minute.</value>
    public TimeSpan PullInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The timeout of one read of the log.</summary>
    /// <value>250 milliseconds by default; more than 0 and at most 1 minute.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The timeout of one append to the log.</summary>
    /// <value>2 seconds by default; more than 0 and at most 1 minute.</value>
    public TimeSpan AppendTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The minimum time for which a revocation is kept. It must exceed the lifetime of all tokens that any service with the same store
    /// accepts. A revocation is kept longer if the options of its issuer accept tokens with a longer lifetime.
    /// </summary>
    /// <value>25 hours by default; 1 hour to 400 days.</value>
    public TimeSpan Retention { get; set; } = TimeSpan.FromHours(25);

    /// <summary>
    /// The maximum number of revocations in memory, about 40 bytes each. If the log contains more, all tokens are rejected with
    /// <see cref="JwtErrorCode.RevocationUnavailable"/>.
    /// </summary>
    /// <value>10,000,000 by default; 1,000 to 100,000,000.</value>
    public int Capacity { get; set; } = 10_000_000;

    /// <summary>
    /// Whether tokens that were issued before an empty store was first used are accepted. If an existing store loses its data while no
    /// instance runs, its revoked tokens are then accepted again.
    /// </summary>
    /// <value><see langword="false"/> by default: such tokens are rejected with <see cref="JwtErrorCode.TokenRevoked"/>.</value>
    public bool AcceptTokensOlderThanStore { get; set; }
}

namespace HipaaJwt;

/// <summary>The options of the Redis stores. They are read at start.</summary>
public sealed class RedisStoreOptions
{
    /// <summary>
    /// The prefix of all keys. The keys are <c>{prefix}:…</c> with braces, so a Redis cluster keeps them in one hash slot. All instances
    /// that share revocations and used tokens must have the same prefix.
    /// </summary>
    /// <value><c>hipaajwt</c> by default; 1 to 64 ASCII letters, digits, <c>.</c>, <c>_</c>, <c>-</c> and <c>:</c>.</value>
    public string KeyPrefix { get; set; } = "hipaajwt";

    /// <summary>
    /// Whether Redis is a single server, without replicas and without failover. The start then does not warn that
    /// <c>min-replicas-to-write</c> is 0.
    /// </summary>
    /// <value><see langword="false"/> by default.</value>
    public bool SingleNode { get; set; }

    /// <summary>
    /// The number of replicas that must have received a revocation before it is acknowledged (<c>WAIT</c>). If fewer confirm within 1
    /// second, <see cref="IRevocation.RevokeAsync"/> throws <see cref="RevocationUnavailableException"/>. While Redis waits, it answers no
    /// other command of the same connection, so use a multiplexer that only HipaaJwt uses.
    /// </summary>
    /// <value>0 by default: a failover loses revocations that no replica has received. 0 to 16.</value>
    public int WaitForReplicas { get; set; }
}

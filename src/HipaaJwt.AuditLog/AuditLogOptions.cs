namespace HipaaJwt;

/// <summary>What audit logs in files and in databases have in common.</summary>
public abstract class AuditLogOptions
{
    /// <summary>The name of the service in the names of its streams: 1 to 64 letters, digits, <c>-</c>, <c>.</c> and <c>_</c>.</summary>
    /// <value>By default the name of the application (<c>IHostEnvironment.ApplicationName</c>), or <c>service</c> without a host.</value>
    public string? Service { get; set; }

    /// <summary>
    /// The file with the private key that signs checkpoints, in PEM (PKCS#8, P-256). Only the user of the process may read it.
    /// </summary>
    /// <value>
    /// For a log in files, by default <c>signing.key</c> in <see cref="FileAuditLogOptions.Directory"/>. It is created if it does not
    /// exist. Keep it outside of the log in production. For a log in a database it is required: all processes of the log use copies of
    /// one key, which <c>hipaa-jwt audit keys new</c> creates.
    /// </value>
    public string? SigningKeyFile { get; set; }

    /// <summary>
    /// A directory outside the reach of the log, such as a mount of another machine, that receives the newest checkpoint.
    /// </summary>
    /// <value>None by default.</value>
    public string? AnchorDirectory { get; set; }

    /// <summary>An HTTPS endpoint that receives each checkpoint as <c>text/plain</c> by POST and answers 2xx when it is stored.</summary>
    /// <value>None by default.</value>
    public Uri? AnchorAddress { get; set; }

    /// <summary>Further anchors.</summary>
    /// <value>Empty by default.</value>
    public IList<IAuditLogAnchor> Anchors { get; } = [];

    /// <summary>The timeout of each call of an anchor, 100 ms to 1 min.</summary>
    /// <value>10 s by default.</value>
    public TimeSpan AnchorTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The largest number of events that an anchor may lack, 1 to 1,000,000,000. Beyond it, the log warns, or rejects events if
    /// <see cref="RejectUnanchored"/> is set.
    /// </summary>
    /// <value>100,000 by default.</value>
    public long MaxUnanchoredEvents { get; set; } = 100_000;

    /// <summary>Whether the log rejects events while more than <see cref="MaxUnanchoredEvents"/> are not anchored.</summary>
    /// <value><see langword="false"/> by default.</value>
    public bool RejectUnanchored { get; set; }

    /// <summary>How long a decision waits until its event is durable, 10 ms to 1 min.</summary>
    /// <value>5 s by default.</value>
    public TimeSpan WriteTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The time from an event to a signed checkpoint that covers it, 10 ms to 1 h.</summary>
    /// <value>1 s by default.</value>
    public TimeSpan CheckpointInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Keys of at least 32 bytes that replace <see cref="AuditEvent.Patient"/> and <see cref="AuditEvent.ResourceId"/> by keyed hashes. The
    /// first key makes them, and all keys find them. Without the keys, nobody can find a patient's events.
    /// </summary>
    /// <value>Empty by default: the identifiers are written as they are.</value>
    public IList<byte[]> PseudonymKeys { get; } = [];
}

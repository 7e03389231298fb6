namespace HipaaJwt;

/// <summary>The audit log in files.</summary>
public sealed class FileAuditLogOptions
{
    /// <summary>
    /// The directory of the log, on a local disk that survives the process. It is created with access for the user of the process only.
    /// </summary>
    /// <value>Required.</value>
    public string Directory { get; set; } = string.Empty;

    /// <summary>The name of the service in the names of its streams: 1 to 64 letters, digits, <c>-</c>, <c>.</c> and <c>_</c>.</summary>
    /// <value>By default the name of the application (<c>IHostEnvironment.ApplicationName</c>), or <c>service</c> without a host.</value>
    public string? Service { get; set; }

    /// <summary>
    /// The file with the private key that signs checkpoints, in PEM (PKCS#8, P-256). It is created if it does not exist. Only the user of
    /// the process may read it.
    /// </summary>
    /// <value>By default <c>signing.key</c> in <see cref="Directory"/>. Keep it outside of the log in production.</value>
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

    /// <summary>How long a decision waits until its event is on the disk, 10 ms to 1 min.</summary>
    /// <value>5 s by default.</value>
    public TimeSpan WriteTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The time from an event to a signed checkpoint that covers it, 10 ms to 1 h.</summary>
    /// <value>1 s by default.</value>
    public TimeSpan CheckpointInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The size at which a new segment starts, 64 KiB to 1 GiB.</summary>
    /// <value>64 MiB by default.</value>
    public long MaxSegmentBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>The age at which the next event starts a new segment, 1 min to 31 days.</summary>
    /// <value>24 h by default.</value>
    public TimeSpan MaxSegmentAge { get; set; } = TimeSpan.FromHours(24);

    /// <summary>
    /// How long events are kept, 1 day to 100 years. Older segments are deleted as a whole, unless there is a legal hold.
    /// </summary>
    /// <value>3,653 days by default: ten years (ASTM E2147). HIPAA asks for six years of documentation (45 CFR 164.316(b)(2)(i)).</value>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(3_653);

    /// <summary>Receives closed segments before they may be deleted.</summary>
    /// <value>None by default.</value>
    public IAuditLogArchive? Archive { get; set; }

    /// <summary>
    /// Keys of at least 32 bytes that replace <see cref="AuditEvent.Patient"/> and <see cref="AuditEvent.ResourceId"/> by keyed hashes. The
    /// first key makes them, and all keys find them. Without the keys, nobody can find a patient's events.
    /// </summary>
    /// <value>Empty by default: the identifiers are written as they are.</value>
    public IList<byte[]> PseudonymKeys { get; } = [];

    /// <summary>Whether the log may lie on a file system in memory, which loses everything when the machine stops.</summary>
    /// <value><see langword="false"/> by default: the host does not start.</value>
    public bool AllowVolatileFileSystem { get; set; }

    /// <summary>Whether the log may lie on a network file system, whose locks and syncs may not hold.</summary>
    /// <value><see langword="false"/> by default: the host does not start.</value>
    public bool AllowNetworkFileSystem { get; set; }
}

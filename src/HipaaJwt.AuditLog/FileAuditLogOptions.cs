namespace HipaaJwt;

/// <summary>The audit log in files.</summary>
public sealed class FileAuditLogOptions : AuditLogOptions
{
    /// <summary>
    /// The directory of the log, on a local disk that survives the process. It is created with access for the user of the process only.
    /// </summary>
    /// <value>Required.</value>
    public string Directory { get; set; } = string.Empty;

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

    /// <summary>Whether the log may lie on a file system in memory, which loses everything when the machine stops.</summary>
    /// <value><see langword="false"/> by default: the host does not start.</value>
    public bool AllowVolatileFileSystem { get; set; }

    /// <summary>Whether the log may lie on a network file system, whose locks and syncs may not hold.</summary>
    /// <value><see langword="false"/> by default: the host does not start.</value>
    public bool AllowNetworkFileSystem { get; set; }
}

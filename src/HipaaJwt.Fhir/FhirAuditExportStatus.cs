namespace HipaaJwt;

/// <summary>What an export of the audit log does now.</summary>
public enum FhirAuditExportStatus
{
    /// <summary>The export has not started or has stopped.</summary>
    Stopped = 0,

    /// <summary>The export sends events or waits for new ones.</summary>
    Running = 1,

    /// <summary>
    /// The receiver is not available or does not accept the credentials, or the database of the log is not available.
    /// The export tries again.
    /// </summary>
    Waiting = 2,

    /// <summary>The receiver rejects a resource. Nothing after it is exported until it accepts the resource.</summary>
    Rejected = 3,

    /// <summary>
    /// A record of the log is missing or cannot be read, or the cursor is that of another log. Nothing after it is exported.
    /// </summary>
    Damaged = 4,
}

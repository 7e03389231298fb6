namespace HipaaJwt;

/// <summary>Whether an audit log accepts events.</summary>
public enum AuditLogStatus
{
    /// <summary>The log is not open, or it is closed.</summary>
    Closed,

    /// <summary>Events are written.</summary>
    Writing,

    /// <summary>The disk is full. The log tries again every second.</summary>
    Full,

    /// <summary>Writes fail. The log tries again every second.</summary>
    Failing,

    /// <summary>Too many events are not anchored, and <see cref="AuditLogOptions.RejectUnanchored"/> is set.</summary>
    Unanchored,

    /// <summary>
    /// An anchor has another history of this stream: another root at the same size, or more events. Somebody has changed the log or copied
    /// its key. The log accepts no more events until it is opened again, and a new start compares it with the anchor.
    /// </summary>
    Contradicted,
}

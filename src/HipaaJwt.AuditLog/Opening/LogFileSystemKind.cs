namespace HipaaJwt.AuditLog.Opening;

/// <summary>What a file system promises to a log.</summary>
internal enum LogFileSystemKind
{
    Local,

    /// <summary>It loses everything when the machine stops.</summary>
    Volatile,

    /// <summary>Locks and syncs may not hold.</summary>
    Network,

    /// <summary>The writable layer of a container, which is deleted with it.</summary>
    ContainerLayer,
}

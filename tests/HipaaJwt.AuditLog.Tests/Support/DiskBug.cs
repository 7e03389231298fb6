namespace HipaaJwt.AuditLog.Tests.Support;

/// <summary>A bug that a log could have, seen from its disk.</summary>
public enum DiskBug
{
    None,

    /// <summary>Events are acknowledged before they are synced.</summary>
    NoSync,

    /// <summary>A sync that failed is repeated on the same file, and its success is believed.</summary>
    SyncRepeated,

    /// <summary>A segment is not synced before the checkpoint that covers it.</summary>
    CheckpointBeforeSync,

    /// <summary>The directory is not synced after a new segment.</summary>
    NoDirectorySync,

    /// <summary>The new segment appears under its name before its contents are synced.</summary>
    NameBeforeContents,
}

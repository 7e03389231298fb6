using Microsoft.Extensions.Logging;

namespace HipaaJwt.AuditLog.Diagnostics;

/// <summary>All log lines of the audit log. None contains data of an event.</summary>
internal static partial class Log
{
    [LoggerMessage(120, LogLevel.Information, "Audit log {Origin} in {Directory} is open with {Count} events.")]
    public static partial void Opened(ILogger logger, string origin, string directory, long count);

    [LoggerMessage(121, LogLevel.Error, "The audit log changed to {Status}: {Reason}. Events are rejected.")]
    public static partial void Unavailable(ILogger logger, AuditLogStatus status, string reason);

    [LoggerMessage(122, LogLevel.Information, "The audit log changed to {Status}: {Reason}.")]
    public static partial void Available(ILogger logger, AuditLogStatus status, string reason);

    [LoggerMessage(
        123,
        LogLevel.Critical,
        "The audit log gave up segment {Segment}: {Reason}. A new segment continues the log. Verify it with 'hipaa-jwt audit verify'.")]
    public static partial void SegmentAbandoned(ILogger logger, string segment, string reason);

    [LoggerMessage(124, LogLevel.Error, "A checkpoint of the audit log could not be written: {Reason}. It is tried again.")]
    public static partial void CheckpointFailed(ILogger logger, string reason);

    [LoggerMessage(125, LogLevel.Error, "Anchor {Anchor} did not store a checkpoint: {Reason}. It is tried again every 5 s.")]
    public static partial void AnchorFailed(ILogger logger, string anchor, string reason);

    [LoggerMessage(
        135,
        LogLevel.Critical,
        "Anchor {Anchor} has other events of this audit log. The log accepts no more events. Keep the files, and verify them with "
        + "'hipaa-jwt audit verify' against the checkpoint of the anchor.")]
    public static partial void AnchorContradicts(ILogger logger, string anchor);

    [LoggerMessage(126, LogLevel.Information, "Anchor {Anchor} stores checkpoints again.")]
    public static partial void AnchorRecovered(ILogger logger, string anchor);

    [LoggerMessage(
        127,
        LogLevel.Warning,
        "The audit log has no anchor, so nobody can tell if its end was cut off. Set AnchorDirectory or AnchorAddress.")]
    public static partial void NoAnchor(ILogger logger);

    [LoggerMessage(
        128,
        LogLevel.Warning,
        "The signing key of the audit log lies in the directory of the log. Set SigningKeyFile to a file outside of it.")]
    public static partial void KeyBesideLog(ILogger logger);

    [LoggerMessage(129, LogLevel.Information, "A new signing key of the audit log was created in {Path}.")]
    public static partial void KeyCreated(ILogger logger, string path);

    [LoggerMessage(
        130,
        LogLevel.Warning,
        "The directory of the audit log lies on the file system {Format}, which is deleted with its container. Mount a volume.")]
    public static partial void ContainerLayer(ILogger logger, string format);

    [LoggerMessage(
        131, LogLevel.Warning, "The last process of audit log {Origin} did not close it. {Bytes} incomplete bytes were set aside.")]
    public static partial void Recovered(ILogger logger, string origin, long bytes);

    [LoggerMessage(132, LogLevel.Information, "Deleted {Count} segments of the audit log, whose retention has passed.")]
    public static partial void Pruned(ILogger logger, int count);

    [LoggerMessage(133, LogLevel.Error, "Old segments of the audit log could not be archived or deleted: {Reason}. It is tried again.")]
    public static partial void PruningFailed(ILogger logger, string reason);

    [LoggerMessage(134, LogLevel.Warning,
        "Anchor {Anchor} could not be read at start: {Reason}. The end of the log is compared with local checkpoints only.")]
    public static partial void AnchorNotRead(ILogger logger, string anchor, string reason);

    [LoggerMessage(136, LogLevel.Information, "Audit log {Origin} in {Database} is open with {Count} events.")]
    public static partial void DatabaseOpened(ILogger logger, string origin, string database, long count);
}

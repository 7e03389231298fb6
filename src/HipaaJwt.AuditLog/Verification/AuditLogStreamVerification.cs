namespace HipaaJwt;

/// <summary>The result of a verification of one stream. The numbers cover what was read until the first problem.</summary>
public sealed record AuditLogStreamVerification
{
    /// <summary>The name of the stream; null if no header could be read.</summary>
    public required string? Origin { get; init; }

    /// <summary>The directory of the stream, or the name of its database; null if the stream is missing.</summary>
    public required string? Directory { get; init; }

    /// <summary>The verdict.</summary>
    public required AuditLogVerdict Verdict { get; init; }

    /// <summary>The index of the first event that is left, 0 if none was pruned.</summary>
    public long FirstIndex { get; init; }

    /// <summary>The number of events that were checked, from <see cref="FirstIndex"/> on.</summary>
    public long Events { get; init; }

    /// <summary>The number of events after the last anchor; all events if there is no anchor.</summary>
    public long EventsAfterAnchor { get; init; }

    /// <summary>The number of events after the last checkpoint. Nothing proves them but their own hashes.</summary>
    public long UnsignedEvents { get; init; }

    /// <summary>The number of bytes of the segments that were read.</summary>
    public long Bytes { get; init; }

    /// <summary>The number of checkpoints whose signature is valid.</summary>
    public long Checkpoints { get; init; }

    /// <summary>The number of anchors that agree with the events.</summary>
    public int Anchors { get; init; }

    /// <summary>The number of events that were overwritten, so that only their hashes are left.</summary>
    public long RedactedEvents { get; init; }

    /// <summary>
    /// The number of bytes that are no events: after a failed write or a crash, and of an unfinished last line. They were never
    /// acknowledged.
    /// </summary>
    public long VoidBytes { get; init; }

    /// <summary>The first problem; null if there is none.</summary>
    public AuditLogProblem? Problem { get; init; }
}

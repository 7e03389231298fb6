namespace HipaaJwt.AuditLog.Writing;

/// <summary>The limits of a stream that is written.</summary>
internal sealed record LogSettings
{
    public long MaxSegmentBytes { get; init; } = 64 * 1024 * 1024;

    public TimeSpan MaxSegmentAge { get; init; } = TimeSpan.FromHours(24);

    /// <summary>A checkpoint is signed after this number of events.</summary>
    public long CheckpointEvents { get; init; } = 1_000;

    /// <summary>A checkpoint is signed this long after an event.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A checkpoint is signed this long after the last one, even if no event came.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a log that cannot write tries again.</summary>
    public TimeSpan ProbeInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The size of the file that takes the last events on a full disk.</summary>
    public int SpareBytes { get; init; } = 64 * 1024;

    /// <summary>The largest number of events that no anchor has; null for no limit.</summary>
    public long? MaxUnanchored { get; init; }
}

namespace HipaaJwt.AuditLog.Verification;

/// <summary>What has been read of a stream so far.</summary>
internal sealed class StreamTotals
{
    public string? Origin { get; set; }

    public long First { get; set; }

    public long Events { get; set; }

    public long Bytes { get; set; }

    public long RedactedEvents { get; set; }

    public long VoidBytes { get; set; }

    /// <summary>
    /// The index of the first record which says that everything before <see cref="First"/> was pruned; null if there is none.
    /// </summary>
    public long? PrunedBy { get; set; }
}

namespace HipaaJwt.AuditLog.Format;

/// <summary>The end of the segment before.</summary>
/// <param name="Bytes">Its valid length in bytes. What lies beyond is void.</param>
/// <param name="Reason">Why it ended.</param>
internal readonly record struct PreviousSegment(long Bytes, SegmentEnd Reason);

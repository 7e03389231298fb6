namespace HipaaJwt.AuditLog.Format;

/// <summary>Why a segment ended.</summary>
internal enum SegmentEnd
{
    /// <summary>It was full or old. The file has exactly its valid length.</summary>
    Rotated,

    /// <summary>A write or a sync failed. Bytes beyond the valid length are void.</summary>
    Abandoned,

    /// <summary>The process ended while it wrote. Bytes beyond the valid length are void.</summary>
    Recovered,
}

namespace HipaaJwt.Traffic.Audit;

/// <summary>The size of real audit events.</summary>
/// <param name="Events">The events in the log, with those of the log itself.</param>
/// <param name="SegmentBytes">The bytes of the segment.</param>
/// <param name="SidecarBytesPerEvent">The bytes that the sidecar of a closed segment adds for each event.</param>
/// <param name="GzipBytes">The bytes of the segment after gzip, at the optimal level. The log itself does not compress.</param>
/// <param name="BrotliBytes">The bytes of the segment after Brotli, at the optimal level.</param>
internal sealed record AuditSample(long Events, long SegmentBytes, int SidecarBytesPerEvent, long GzipBytes, long BrotliBytes);

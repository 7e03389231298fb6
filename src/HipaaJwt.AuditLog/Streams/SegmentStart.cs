using HipaaJwt.AuditLog.Format;

namespace HipaaJwt.AuditLog.Streams;

/// <summary>The start of a segment.</summary>
/// <param name="Header">The header; null if the first line is none.</param>
/// <param name="Length">The number of bytes of the header with its line feed.</param>
/// <param name="IsUnfinished">Whether the file ends within its first line, because the writer has not finished it.</param>
internal sealed record SegmentStart(SegmentHeader? Header, long Length, bool IsUnfinished);

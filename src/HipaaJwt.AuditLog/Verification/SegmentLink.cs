using HipaaJwt.AuditLog.Format;
using HipaaJwt.AuditLog.Streams;

namespace HipaaJwt.AuditLog.Verification;

/// <summary>
/// Checks that the first record of a segment tells the same about the end of the segment before as the header. Headers are not hashed.
/// </summary>
/// <param name="Header">The header of the segment.</param>
/// <param name="Previous">The segment before; null if it was pruned.</param>
internal sealed record SegmentLink(SegmentHeader Header, SegmentFile? Previous)
{
    private const string ResourceType = "AuditLogSegment";

    /// <summary>Checks the first line of records.</summary>
    /// <param name="line">The line; empty if the segment has no records.</param>
    public bool IsExplainedBy(ReadOnlySpan<byte> line)
    {
        var fields = LogLine.TryParse(line, out var record) ? LifecycleFields.Read(record.Json) : default;
        var told = Header.Previous is null ? null : EndOf(fields);
        return told == (Header.Previous?.Reason is { } reason && reason != SegmentEnd.Rotated ? reason : null)
            && (told is null || fields.Resource == FormattableString.Invariant($"bytes={Header.Previous!.Value.Bytes}"));
    }

    private SegmentEnd? EndOf(in LifecycleFields fields)
    {
        var isAboutPrevious = fields.ResourceType == ResourceType && (Previous is null
            ? StreamFiles.TryParseSegment(fields.ResourceId ?? "", out var first) && first < Header.First
            : fields.ResourceId == Previous.Name);
        return (isAboutPrevious, fields.Type) switch
        {
            (true, nameof(AuditEventType.AuditLogRecovered)) => SegmentEnd.Recovered,
            (true, nameof(AuditEventType.AuditLogSegmentAbandoned)) => SegmentEnd.Abandoned,
            _ => null,
        };
    }
}

using HipaaJwt.AuditLog.Format;
using HipaaJwt.AuditLog.Merkle;
using HipaaJwt.AuditLog.Problems;
using HipaaJwt.AuditLog.Streams;

namespace HipaaJwt.AuditLog.Verification;

/// <summary>Checks the headers of segments and how segments follow each other.</summary>
internal static class SegmentChecks
{
    /// <summary>Checks the header of the first segment that is left.</summary>
    public static AuditLogProblem? CheckFirst(SegmentFile segment, SegmentHeader header)
    {
        if (header.First != segment.First)
        {
            return Mismatch(
                segment, $"The header says that record {header.First} is the first one. The name of the file says {segment.First}.");
        }

        return header.Previous is null == (header.First == 0)
            ? null
            : Mismatch(segment, $"Only the first segment of a stream has no segment before.");
    }

    /// <summary>Checks the length of a segment against the header of the next one.</summary>
    public static AuditLogProblem? CheckLength(SegmentFile segment, SegmentHeader? next, long headerLength)
    {
        if (next is null)
        {
            return null;
        }

        if (next.Previous is not { } previous)
        {
            return ProblemFactory.Header(
                AuditLogProblemCode.HeaderMismatch, StreamFiles.Segment(next.First), next.First, $"The header names no segment before.");
        }

        var length = new FileInfo(segment.Path).Length;
        var isExpected = previous.Bytes >= headerLength
            && (previous.Reason == SegmentEnd.Rotated ? length == previous.Bytes : length >= previous.Bytes);
        return isExpected
            ? null
            : ProblemFactory.In(
                AuditLogProblemCode.LengthMismatch, segment.Name,
                $"The segment has {length} bytes, but the next one says {previous.Bytes}.");
    }

    /// <summary>Checks the header of the next segment after all records before have been read.</summary>
    public static AuditLogProblem? CheckNext(SegmentFile? segment, SegmentHeader? header, string origin, MerkleFrontier frontier)
    {
        if (segment is null)
        {
            return null;
        }

        if (segment.First != frontier.Count)
        {
            return ProblemFactory.Header(
                AuditLogProblemCode.IndexMismatch, segment.Name, frontier.Count,
                $"Record {frontier.Count} is missing before this segment.");
        }

        if (header is null)
        {
            return null;
        }

        if (header.First != segment.First || header.Origin != origin)
        {
            return Mismatch(segment, $"The header names another stream or another first record than expected.");
        }

        return frontier.HasRoots(header.Frontier)
            ? null
            : ProblemFactory.Header(
                AuditLogProblemCode.FrontierMismatch, segment.Name, null, $"The header does not have the hashes of the records before.");
    }

    private static AuditLogProblem Mismatch(SegmentFile segment, FormattableString message) =>
        ProblemFactory.Header(AuditLogProblemCode.HeaderMismatch, segment.Name, segment.First, message);
}

using HipaaJwt.AuditLog.Format;

namespace HipaaJwt.AuditLog.Writing;

/// <summary>Where a stream continues.</summary>
/// <param name="Count">The number of records.</param>
/// <param name="Frontier">The roots of the complete subtrees, largest first.</param>
/// <param name="Previous">The last segment and its end; null if the stream has no segment yet.</param>
internal sealed record StreamEnd(long Count, IReadOnlyList<byte[]> Frontier, (string Name, PreviousSegment End)? Previous)
{
    /// <summary>A stream without records.</summary>
    public static StreamEnd Empty { get; } = new(0, [], null);
}

using System.Security.Cryptography;

namespace HipaaJwt.Fhir.Cursors;

/// <summary>What has been exported of a stream: all records before an index, and later completions that were joined to them.</summary>
/// <param name="Next">The index of the first record that has not been exported.</param>
/// <param name="Joined">The indexes after it that need no export of their own.</param>
/// <param name="Last">
/// The hash of the record before <paramref name="Next"/>: a log that was restored and continued has another one there.
/// Null if it is unknown.
/// </param>
internal sealed record StreamPosition(long Next, IReadOnlyList<long> Joined, string? Last)
{
    /// <summary>The index at which to start reading: that of the last record, if it can be compared.</summary>
    /// <param name="first">The index of the first record that is left.</param>
    public long StartAfter(long first) => Last is not null && Next > first ? Next - 1 : Next;

    /// <summary>The hash of a record.</summary>
    public static string HashOf(AuditLogEntry record) => Convert.ToBase64String(SHA256.HashData(record.Json.Span));
}

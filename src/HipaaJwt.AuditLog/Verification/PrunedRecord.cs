using System.Globalization;

namespace HipaaJwt.AuditLog.Verification;

/// <summary>A record which says that the segments before an index were pruned.</summary>
/// <param name="Index">The index of the record.</param>
/// <param name="FirstLeft">The first index that was left.</param>
internal readonly record struct PrunedRecord(long Index, long FirstLeft)
{
    /// <summary>Reads a record; null if it says something else.</summary>
    public static PrunedRecord? TryRead(long index, ReadOnlySpan<byte> json)
    {
        if (json.IndexOf("\"AuditLogPruned\""u8) < 0)
        {
            return null;
        }

        var fields = LifecycleFields.Read(json);
        return fields.Type == nameof(AuditEventType.AuditLogPruned)
            && long.TryParse(fields.ResourceId, NumberStyles.None, CultureInfo.InvariantCulture, out var firstLeft)
            ? new PrunedRecord(index, firstLeft)
            : null;
    }
}

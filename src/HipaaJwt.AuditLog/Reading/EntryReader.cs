using HipaaJwt.AuditLog.Format;
using HipaaJwt.AuditLog.Records;

namespace HipaaJwt.AuditLog.Reading;

/// <summary>Reads the record of a line or of a row.</summary>
internal static class EntryReader
{
    public static AuditLogEntry Read(string origin, in LogLine line) => Read(origin, line.Index, line.Json.ToArray());

    public static AuditLogEntry Read(string origin, AuditLogRow row) => Read(origin, row.Index, row.Json);

    private static AuditLogEntry Read(string origin, long index, ReadOnlyMemory<byte> json)
    {
        var isRedacted = LogLine.IsOverwritten(json.Span);
        return new AuditLogEntry(origin, index, json, isRedacted ? null : RecordReader.TryRead(json), isRedacted);
    }
}

using HipaaJwt.AuditLog.Format;
using HipaaJwt.AuditLog.Records;

namespace HipaaJwt.AuditLog.Reading;

/// <summary>Reads the record of a line.</summary>
internal static class EntryReader
{
    public static AuditLogEntry Read(string origin, in LogLine line)
    {
        var json = line.Json.ToArray();
        return new AuditLogEntry(origin, line.Index, json, line.IsRedacted ? null : RecordReader.TryRead(json), line.IsRedacted);
    }
}

using HipaaJwt.AuditLog.Writing;

namespace HipaaJwt.AuditLog.Databases;

/// <summary>A group of records without those that repeat an identifier.</summary>
internal sealed class DistinctGroup
{
    private const string Repeated = "the log has another event with this identifier";

    private readonly List<(PendingRecord Record, GroupEntry Entry)> _records;

    private DistinctGroup(List<GroupEntry> entries, List<(PendingRecord Record, GroupEntry Entry)> records)
    {
        Entries = entries;
        _records = records;
    }

    /// <summary>The first record of each identifier.</summary>
    public IReadOnlyList<GroupEntry> Entries { get; }

    public static DistinctGroup Of(List<PendingRecord> group)
    {
        Dictionary<Guid, GroupEntry> byId = new(group.Count);
        List<GroupEntry> entries = new(group.Count);
        List<(PendingRecord Record, GroupEntry Entry)> records = new(group.Count);
        foreach (var record in group)
        {
            if (!byId.TryGetValue(record.EventId, out var entry))
            {
                entry = new GroupEntry(record);
                byId.Add(entry.EventId, entry);
                entries.Add(entry);
            }

            records.Add((record, entry));
        }

        return new DistinctGroup(entries, records);
    }

    /// <summary>Acknowledges the records whose events are in the log, in order, and rejects those that another event prevented.</summary>
    /// <param name="existing">The events that the log had before.</param>
    public void Acknowledge(IReadOnlyDictionary<Guid, AuditLogRow> existing)
    {
        foreach (var (record, entry) in _records)
        {
            var stored = existing.TryGetValue(entry.EventId, out var row) ? row.Json.Span : entry.Json;
            if (entry.IsStoredAs(stored) && (record == entry.Record || entry.IsStoredAs(record.Json)))
            {
                record.Acknowledge();
            }
            else
            {
                record.Fail(Repeated);
            }
        }
    }
}

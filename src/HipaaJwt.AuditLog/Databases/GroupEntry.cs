using HipaaJwt.AuditLog.Writing;

namespace HipaaJwt.AuditLog.Databases;

/// <summary>An event of a group. It copies the record, because a transaction that was given up may still use it.</summary>
internal sealed class GroupEntry
{
    private const int SaltLength = 22;
    private static readonly byte[] SaltStart = "\"salt\":\""u8.ToArray();

    public GroupEntry(PendingRecord record)
    {
        Record = record;
        EventId = record.EventId;
        Leaf = record.Leaf.ToArray();
        Json = record.Json.ToArray();
    }

    public PendingRecord Record { get; }

    public Guid EventId { get; }

    public byte[] Leaf { get; }

    public byte[] Json { get; }

    /// <summary>Whether a stored record is this event. A repeated write of an event has another salt.</summary>
    public bool IsStoredAs(ReadOnlySpan<byte> json)
    {
        var salt = Json.AsSpan().IndexOf(SaltStart) + SaltStart.Length;
        return json.Length == Json.Length
            && json[..salt].SequenceEqual(Json.AsSpan(0, salt))
            && json[(salt + SaltLength)..].SequenceEqual(Json.AsSpan(salt + SaltLength));
    }
}

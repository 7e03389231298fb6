using System.Collections.Concurrent;
using HipaaJwt.AuditLog.Records;

namespace HipaaJwt.AuditLog.Writing;

/// <summary>Keeps records for reuse, so that an event allocates almost nothing. Thread-safe.</summary>
internal sealed class RecordPool
{
    private const int MaxKept = 256;

    private readonly ConcurrentQueue<PendingRecord> _records = new();
    private readonly Pseudonyms? _pseudonyms;

    public RecordPool(Pseudonyms? pseudonyms) => _pseudonyms = pseudonyms;

    public PendingRecord Rent() => _records.TryDequeue(out var record) ? record : new PendingRecord(this, _pseudonyms);

    public void Return(PendingRecord record)
    {
        if (_records.Count < MaxKept)
        {
            _records.Enqueue(record);
        }
        else
        {
            record.Dispose();
        }
    }
}

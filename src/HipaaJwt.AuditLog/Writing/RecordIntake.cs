using HipaaJwt.AuditLog.Records;

namespace HipaaJwt.AuditLog.Writing;

/// <summary>Takes events from callers, and ends their wait when it has lasted too long. Thread-safe.</summary>
internal sealed class RecordIntake : IAsyncDisposable
{
    private static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(250);

    private readonly RecordQueue _queue;
    private readonly RecordPool _pool;
    private readonly TimeProvider _time;
    private readonly long _limit;
    private readonly ITimer _watch;

    /// <param name="queue">Receives the records.</param>
    /// <param name="pseudonyms">Replaces identifiers of patients; null to write them as they are.</param>
    /// <param name="limit">How long a caller waits.</param>
    /// <param name="time">The clock.</param>
    public RecordIntake(RecordQueue queue, Pseudonyms? pseudonyms, TimeSpan limit, TimeProvider time)
    {
        _queue = queue;
        _pool = new RecordPool(pseudonyms);
        _time = time;
        _limit = (long)(limit.TotalSeconds * time.TimestampFrequency);
        _watch = time.CreateTimer(static intake => ((RecordIntake)intake!).Watch(), this, WatchInterval, WatchInterval);
    }

    /// <summary>Appends an event.</summary>
    /// <returns>A task that completes when the event is durable.</returns>
    /// <exception cref="AuditLogUnavailableException">It was not written.</exception>
    public ValueTask AppendAsync(AuditEvent auditEvent)
    {
#pragma warning disable CA2000 // It returns to the pool.
        var record = _pool.Rent();
#pragma warning restore CA2000
        record.Prepare(auditEvent, _time.GetTimestamp());
        if (_queue.TryAdd(record))
        {
            return record.Task;
        }

        _pool.Return(record);
        return ValueTask.FromException(new AuditLogUnavailableException(
            "The audit log did not write the event: it is closed, or too many events wait."));
    }

    public ValueTask DisposeAsync() => _watch.DisposeAsync();

    private void Watch() => _queue.GiveUpAddedBefore(_time.GetTimestamp() - _limit);
}

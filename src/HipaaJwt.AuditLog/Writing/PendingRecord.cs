using System.Threading.Tasks.Sources;
using HipaaJwt.AuditLog.Merkle;
using HipaaJwt.AuditLog.Records;

namespace HipaaJwt.AuditLog.Writing;

/// <summary>A record that waits until it is durable. Pooled: it returns to the pool when its caller has read the outcome.</summary>
internal sealed class PendingRecord : IValueTaskSource, IDisposable
{
    private readonly RecordPool _pool;
    private readonly RecordWriter _writer;
    private readonly MerkleHash _hash = new();
    private readonly byte[] _leaf = new byte[MerkleHash.Length];
    private ManualResetValueTaskSourceCore<bool> _outcome = new() { RunContinuationsAsynchronously = true };

    /// <summary>Twice the number of uses, and one more when the current use is completed.</summary>
    private long _state;
    private bool _isGivenUp;

    public PendingRecord(RecordPool pool, Pseudonyms? pseudonyms)
    {
        _pool = pool;
        _writer = new RecordWriter(pseudonyms);
    }

    /// <summary>The identifier of the event.</summary>
    public Guid EventId { get; private set; }

    public ReadOnlySpan<byte> Json => _writer.Record;

    public ReadOnlySpan<byte> Leaf => _leaf;

    /// <summary>Completes when the record is durable. It can be awaited once.</summary>
    public ValueTask Task => new(this, _outcome.Version);

    /// <summary>When the record was added to the queue, as a timestamp of the clock.</summary>
    public long AddedAt { get; private set; }

    /// <summary>Writes and hashes the event on the thread of the caller, so that the thread of the log only copies.</summary>
    public void Prepare(AuditEvent auditEvent, long timestamp)
    {
        _outcome.Reset();
        AddedAt = timestamp;
        EventId = auditEvent.Id;
        Volatile.Write(ref _state, (_state | 1) + 1);
        _writer.Write(auditEvent);
        _hash.Leaf(_writer.Record, _leaf);
    }

    public void Acknowledge()
    {
        if (TryComplete(Volatile.Read(ref _state)))
        {
            _outcome.SetResult(true);
        }
    }

    public void Fail(string reason)
    {
        if (TryComplete(Volatile.Read(ref _state)))
        {
            _outcome.SetException(new AuditLogUnavailableException($"The audit log did not write the event: {reason}."));
        }
    }

    /// <summary>
    /// Ends the wait of the caller if it was added before a time. The record may still become durable, so it is not used again. Any thread
    /// may call it.
    /// </summary>
    public void GiveUpIfAddedBefore(long timestamp)
    {
        var state = Volatile.Read(ref _state);
        if (AddedAt < timestamp && TryComplete(state))
        {
            _isGivenUp = true;
            _outcome.SetException(new AuditLogUnavailableException("The audit log did not write the event in time."));
        }
    }

    public void GetResult(short token)
    {
        try
        {
            _outcome.GetResult(token);
        }
        finally
        {
            if (!_isGivenUp)
            {
                _pool.Return(this);
            }
        }
    }

    public ValueTaskSourceStatus GetStatus(short token) => _outcome.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _outcome.OnCompleted(continuation, state, token, flags);

    public void Dispose()
    {
        _writer.Dispose();
        _hash.Dispose();
    }

    /// <summary>Completes the use that a state belongs to, once.</summary>
    private bool TryComplete(long state) => (state & 1) == 0 && Interlocked.CompareExchange(ref _state, state + 1, state) == state;
}

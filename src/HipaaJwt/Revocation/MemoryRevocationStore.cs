using System.Security.Cryptography;

namespace HipaaJwt.Revocations;

/// <summary>
/// Stores revocations in the memory of this process. They are lost when it ends, so the next process rejects older tokens.
/// </summary>
internal sealed class MemoryRevocationStore : IRevocationStore, IExpiringStore
{
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly List<LoggedRevocation> _log = [];
    private RevocationLogHead? _head;
    private TaskCompletionSource _appended = NewSignal();

    public MemoryRevocationStore(TimeProvider time) => _time = time;

    /// <summary>Creates a store with a given log.</summary>
    public static MemoryRevocationStore Copy(TimeProvider time, RevocationLogHead head, IEnumerable<LoggedRevocation> log)
    {
        var store = new MemoryRevocationStore(time) { _head = head };
        store._log.AddRange(log);
        return store;
    }

    public ValueTask<RevocationLogPage> ReadAsync(RevocationLogPosition position, int maxRevocations, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var next = IndexAfter(position.Sequence);
            return new ValueTask<RevocationLogPage>(new RevocationLogPage
            {
                Head = _head,
                Now = _time.GetUtcNow(),
                TagAtPosition = TagAt(position.Sequence, next),
                Revocations = _log.GetRange(next, Math.Min(maxRevocations, _log.Count - next)),
            });
        }
    }

    public ValueTask<LoggedRevocation?> AppendAsync(RevocationEntry entry, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_head is null)
            {
                return new ValueTask<LoggedRevocation?>((LoggedRevocation?)null);
            }

            var now = _time.GetUtcNow();
            _head = _head with { Sequence = _head.Sequence + 1, Tag = NewTag() };
            var revocation = new LoggedRevocation
            {
                Epoch = _head.Epoch,
                Sequence = _head.Sequence,
                Tag = _head.Tag,
                Kind = entry.Kind,
                Key = entry.Key,
                RevokedAt = now,
                ExpiresAt = now + entry.Retention,
            };
            _log.Add(revocation);
            _appended.TrySetResult();
            _appended = NewSignal();
            return new ValueTask<LoggedRevocation?>(revocation);
        }
    }

    public ValueTask StartEpochAsync(Guid? replaced, bool hasFloor, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_head?.Epoch == replaced)
            {
                _head = new RevocationLogHead
                {
                    Epoch = Guid.NewGuid(),
                    Floor = hasFloor ? Later(_time.GetUtcNow(), _head?.Floor) : null,
                    Sequence = (_head?.Sequence ?? 0) + 1,
                    Tag = NewTag(),
                };
            }
        }

        return ValueTask.CompletedTask;
    }

    public Task WaitForAppendAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return _appended.Task.WaitAsync(cancellationToken);
        }
    }

    public ValueTask<int> PruneAsync(int maxEntries, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var (now, left) = (_time.GetUtcNow(), maxEntries);
            return new ValueTask<int>(_log.RemoveAll(revocation => revocation.ExpiresAt < now && left-- > 0));
        }
    }

    private static DateTimeOffset Later(DateTimeOffset time, DateTimeOffset? other) => other > time ? other.Value : time;

    private static long NewTag() => BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private int IndexAfter(long sequence)
    {
        var (low, high) = (0, _log.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _log[middle].Sequence <= sequence ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private long? TagAt(long sequence, int next)
    {
        if (_head?.Sequence == sequence)
        {
            return _head.Tag;
        }

        return next > 0 && _log[next - 1].Sequence == sequence ? _log[next - 1].Tag : null;
    }
}

namespace HipaaJwt.AspNetCore.Tests.Support;

/// <summary>A log of revocations in memory that can fail, or hang, on demand.</summary>
public sealed class FlakyRevocationStore(TimeProvider time) : IRevocationStore
{
    private readonly Lock _lock = new();
    private readonly List<LoggedRevocation> _log = [];
    private RevocationLogHead? _head;

    public bool FailsReads { get; set; }

    public bool FailsAppends { get; set; }

    /// <summary>The number of appends that succeeded.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _log.Count;
            }
        }
    }

    public ValueTask<RevocationLogPage> ReadAsync(RevocationLogPosition position, int maxRevocations, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            ThrowIf(FailsReads);
            var known = _log.FirstOrDefault(entry => entry.Sequence == position.Sequence);
            return ValueTask.FromResult(new RevocationLogPage
            {
                Head = _head,
                Now = time.GetUtcNow(),
                TagAtPosition = _head?.Sequence == position.Sequence ? _head.Tag : known?.Tag,
                Revocations = [.. _log.Where(entry => entry.Sequence > position.Sequence).Take(maxRevocations)],
            });
        }
    }

    public ValueTask<LoggedRevocation?> AppendAsync(RevocationEntry entry, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            ThrowIf(FailsAppends);
            if (_head is null)
            {
                return ValueTask.FromResult<LoggedRevocation?>(null);
            }

            _head = _head with { Sequence = _head.Sequence + 1, Tag = _head.Tag + 7 };
            var logged = new LoggedRevocation
            {
                Epoch = _head.Epoch,
                Sequence = _head.Sequence,
                Tag = _head.Tag,
                Kind = entry.Kind,
                Key = entry.Key,
                RevokedAt = time.GetUtcNow(),
                ExpiresAt = time.GetUtcNow() + entry.Retention,
            };
            _log.Add(logged);
            return ValueTask.FromResult<LoggedRevocation?>(logged);
        }
    }

    public ValueTask StartEpochAsync(Guid? replaced, bool hasFloor, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            ThrowIf(FailsAppends);
            _head = _head?.Epoch == replaced
                ? new RevocationLogHead
                {
                    Epoch = Guid.NewGuid(),
                    Floor = hasFloor ? time.GetUtcNow() : null,
                    Sequence = (_head?.Sequence ?? 0) + 1,
                    Tag = Random.Shared.NextInt64(),
                }
                : _head;
        }

        return ValueTask.CompletedTask;
    }

    private static void ThrowIf(bool fails)
    {
        if (fails)
        {
            throw new IOException("The store is down.");
        }
    }
}

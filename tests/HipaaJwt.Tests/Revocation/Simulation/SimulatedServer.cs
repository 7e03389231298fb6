namespace HipaaJwt.Tests.Revocations.Simulation;

/// <summary>
/// A store on a server that can be stopped, emptied, restored and replaced by a lagging replica. Each operation is atomic.
/// </summary>
internal class SimulatedServer(VirtualWorld world)
{
    private readonly MachineClock _clock = new(world);
    private List<LoggedRevocation> _log = [];
    private RevocationLogHead? _head;

    public bool IsDown { get; set; }

    public TimeSpan ClockAhead
    {
        set => _clock.Ahead = value;
    }

    public RevocationLogPage Read(RevocationLogPosition position, int max) => new()
    {
        Head = _head,
        Now = _clock.GetUtcNow(),
        TagAtPosition = _head?.Sequence == position.Sequence
            ? _head.Tag
            : _log.Find(revocation => revocation.Sequence == position.Sequence)?.Tag,
        Revocations = [.. _log.Where(revocation => revocation.Sequence > position.Sequence).Take(max)],
    };

    /// <summary>Appends, and answers when the append is committed.</summary>
    public virtual void Append(RevocationEntry entry, Action<LoggedRevocation?> answer)
    {
        var revocation = _head is null ? null : Create(entry, _head.Sequence + 1);
        if (revocation is not null)
        {
            Commit(revocation);
        }

        answer(revocation);
    }

    public void StartEpoch(Guid? replaced, bool hasFloor)
    {
        if (_head?.Epoch == replaced)
        {
            var now = _clock.GetUtcNow();
            _head = new RevocationLogHead
            {
                Epoch = NewGuid(),
                Floor = !hasFloor ? null : _head?.Floor > now ? _head.Floor : now,
                Sequence = (_head?.Sequence ?? 0) + 1,
                Tag = world.Random.NextInt64(),
            };
        }
    }

    public void Flush() => (_head, _log) = (null, []);

    public (RevocationLogHead? Head, List<LoggedRevocation> Log) Snapshot() => (_head, [.. _log]);

    public void Restore((RevocationLogHead? Head, List<LoggedRevocation> Log) snapshot) =>
        (_head, _log) = (snapshot.Head, [.. snapshot.Log]);

    /// <summary>Promotes a replica that lacks the last appends.</summary>
    public void LoseLast(int count)
    {
        if (_head is not null && count > 0 && _log.Count > 0)
        {
            var kept = Math.Max(0, _log.Count - count);
            var last = kept > 0 ? _log[kept - 1] : null;
            _log.RemoveRange(kept, _log.Count - kept);
            _head = _head with { Sequence = last?.Sequence ?? 1, Tag = last?.Tag ?? 0 };
        }
    }

    protected LoggedRevocation Create(RevocationEntry entry, long sequence) => new()
    {
        Epoch = _head!.Epoch,
        Sequence = sequence,
        Tag = world.Random.NextInt64(),
        Kind = entry.Kind,
        Key = entry.Key,
        RevokedAt = _clock.GetUtcNow(),
        ExpiresAt = _clock.GetUtcNow() + entry.Retention,
    };

    protected long Sequence => _head?.Sequence ?? 0;

    protected void Commit(LoggedRevocation revocation)
    {
        _log.Add(revocation);
        _log.Sort((one, other) => one.Sequence.CompareTo(other.Sequence));
        if (revocation.Sequence > _head!.Sequence)
        {
            _head = _head with { Sequence = revocation.Sequence, Tag = revocation.Tag };
        }
    }

    private Guid NewGuid()
    {
        var bytes = new byte[16];
        world.Random.NextBytes(bytes);
        return new Guid(bytes);
    }
}

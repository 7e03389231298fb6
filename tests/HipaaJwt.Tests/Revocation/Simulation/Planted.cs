using HipaaJwt.Revocations;

namespace HipaaJwt.Tests.Revocations.Simulation;

/// <summary>A defect that the histories must find.</summary>
internal sealed record Planted(string Name)
{
    /// <summary>Replaces the server.</summary>
    public Func<VirtualWorld, SimulatedServer>? Server { get; init; }

    /// <summary>Falsifies what the store of an instance answers.</summary>
    public Func<IRevocationStore, VirtualWorld, IRevocationStore>? Store { get; init; }

    /// <summary>Falsifies the time of the library.</summary>
    public Func<TimeProvider, TimeProvider>? Time { get; init; }

    /// <summary>Falsifies the time of a check.</summary>
    public Func<RevocationView, TimeProvider, DateTimeOffset>? Now { get; init; }

    public TimeSpan? MaxStaleness { get; init; }

    /// <summary>Whether a token that was accepted once is not checked again.</summary>
    public bool ChecksOnce { get; init; }

    public static IReadOnlyList<Planted> All { get; } =
    [
        new("sequence-numbered log") { Server = world => new SequenceNumberedServer(world) },
        new("no lease") { MaxStaleness = TimeSpan.FromHours(1) },
        new("lease by timer alone") { Now = ByTimerAlone },
        new("lease by clock alone") { Time = clock => new WithoutTimer(clock) },
        new("lost data unnoticed") { Store = (store, _) => new UnnoticedLoss(store) },
        new("published messages as data") { Store = (store, world) => new LossyMessages(store, world) },
        new("cached tokens not checked again") { ChecksOnce = true },
    ];

    public override string ToString() => Name;

    private static DateTimeOffset ByTimerAlone(RevocationView view, TimeProvider time) => view.Lease is { } lease
        ? lease.Start.Clock + time.GetElapsedTime(lease.Start.Timer)
        : time.GetUtcNow();

    /// <summary>Numbers appends when they begin, and commits them in another order.</summary>
    private sealed class SequenceNumberedServer(VirtualWorld world) : SimulatedServer(world)
    {
        private readonly VirtualWorld _world = world;
        private long _last;

        public override void Append(RevocationEntry entry, Action<LoggedRevocation?> answer)
        {
            if (Sequence == 0)
            {
                answer(null);
                return;
            }

            _last = Math.Max(_last, Sequence) + 1;
            var revocation = Create(entry, _last);
            _world.Schedule(_world.Between(0, 1_500), () =>
            {
                Commit(revocation);
                answer(revocation);
            });
        }
    }

    private sealed class WithoutTimer(TimeProvider clock) : TimeProvider
    {
        public override long TimestampFrequency => clock.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

        public override long GetTimestamp() => 0;
    }

    private sealed class UnnoticedLoss(IRevocationStore store) : IRevocationStore
    {
        private Guid? _epoch;

        public async ValueTask<RevocationLogPage> ReadAsync(
            RevocationLogPosition position, int maxRevocations, CancellationToken cancellationToken)
        {
            var page = await store.ReadAsync(position, maxRevocations, cancellationToken).ConfigureAwait(false);
            if (_epoch is null)
            {
                _epoch = page.Head?.Epoch;
                return page;
            }

            return page with
            {
                Head = new RevocationLogHead
                {
                    Epoch = _epoch.Value,
                    Floor = null,
                    Sequence = Math.Max(position.Sequence, page.Head?.Sequence ?? 0),
                    Tag = page.Head?.Sequence > position.Sequence ? page.Head.Tag : position.Tag,
                },
                TagAtPosition = position.Tag,
            };
        }

        public async ValueTask<LoggedRevocation?> AppendAsync(RevocationEntry entry, CancellationToken cancellationToken) =>
            await store.AppendAsync(entry, cancellationToken).ConfigureAwait(false) is { } appended
                ? appended with { Epoch = _epoch ?? appended.Epoch }
                : null;

        public ValueTask StartEpochAsync(Guid? replaced, bool hasFloor, CancellationToken cancellationToken) =>
            store.StartEpochAsync(replaced, hasFloor: _epoch is null && hasFloor, cancellationToken);
    }

    private sealed class LossyMessages(IRevocationStore store, VirtualWorld world) : IRevocationStore
    {
        public async ValueTask<RevocationLogPage> ReadAsync(
            RevocationLogPosition position, int maxRevocations, CancellationToken cancellationToken)
        {
            var page = await store.ReadAsync(position, maxRevocations, cancellationToken).ConfigureAwait(false);
            return page with { Revocations = [.. page.Revocations.Where(_ => world.Random.Next(10) != 0)] };
        }

        public ValueTask<LoggedRevocation?> AppendAsync(RevocationEntry entry, CancellationToken cancellationToken) =>
            store.AppendAsync(entry, cancellationToken);

        public ValueTask StartEpochAsync(Guid? replaced, bool hasFloor, CancellationToken cancellationToken) =>
            store.StartEpochAsync(replaced, hasFloor, cancellationToken);
    }
}

using HipaaJwt.AuditLog.Anchoring;
using HipaaJwt.AuditLog.Engine;
using HipaaJwt.AuditLog.Tests.Support;
using HipaaJwt.AuditLog.Writing;

namespace HipaaJwt.AuditLog.Tests.Anchoring;

/// <summary>An anchor contradicts the log in the moment in which the log has acknowledged an event.</summary>
public sealed class ContradictionTests
{
    [Fact]
    public async Task An_event_that_was_acknowledged_before_the_contradiction_is_not_rejected_as_well()
    {
        var anchor = new LateAnchor();
        var pump = new AnchorPump(anchor, TimeSpan.FromSeconds(60), TimeProvider.System, (_, _) => { });
        var observer = new ContradictingObserver(anchor, pump);
        using var key = AuditLogSigningKey.Create();
        await using var engine = LogEngine.Open(
            new LogStream(new SimulatedDisk(), SimulatedLog.Directory, SimulatedLog.Origin, key),
            [],
            new Anchors([pump]),
            new LogEngineOptions { Settings = SimulatedLog.Settings },
            observer,
            TimeProvider.System);

        (await SimulatedLog.TryAppendAsync(engine, "before")).Should().BeTrue();
        SpinWait.SpinUntil(() => engine.Status == AuditLogStatus.Contradicted, TimeSpan.FromSeconds(60)).Should().BeTrue();
        observer.Rejected.Should().Be(0);

        (await SimulatedLog.TryAppendAsync(engine, "after")).Should().BeFalse();
        observer.Rejected.Should().Be(1);
    }

    /// <summary>Contradicts the log when the test says so.</summary>
    private sealed class LateAnchor : IAuditLogAnchor
    {
        private readonly TaskCompletionSource _contradict = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Name => "late";

        public void Contradict() => _contradict.TrySetResult();

        public async ValueTask PublishAsync(AuditLogCheckpoint checkpoint, CancellationToken cancellationToken)
        {
            await _contradict.Task;
            throw new AuditLogDamagedException("The anchor has another checkpoint.");
        }

        public ValueTask<AuditLogCheckpoint?> ReadAsync(string origin, CancellationToken cancellationToken) =>
            new((AuditLogCheckpoint?)null);
    }

    /// <summary>Lets the anchor contradict the log before the log goes on after a group.</summary>
    private sealed class ContradictingObserver(LateAnchor anchor, AnchorPump pump) : ILogObserver
    {
        private int _rejected;

        public int Rejected => Volatile.Read(ref _rejected);

        public void OnWritten(int records)
        {
            anchor.Contradict();
            SpinWait.SpinUntil(() => pump.IsContradicted, TimeSpan.FromSeconds(60));
        }

        public void OnRejected(int records) => Interlocked.Add(ref _rejected, records);

        public void OnStateChanged(AuditLogStatus status, string reason)
        {
        }

        public void OnAbandoned(string segment, string reason)
        {
        }

        public void OnCheckpointFailed(string reason)
        {
        }
    }
}

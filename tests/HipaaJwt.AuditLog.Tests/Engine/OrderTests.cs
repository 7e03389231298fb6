using HipaaJwt.AuditLog.Tests.Support;

namespace HipaaJwt.AuditLog.Tests.Engine;

/// <summary>Events are acknowledged in the order of the log, even within a group.</summary>
public sealed class OrderTests
{
    private const int Rounds = 20;
    private const int EventsOfGroup = 4_000;

    [Fact]
    public async Task An_event_is_acknowledged_after_all_events_before_it()
    {
        using var disk = new HeldDisk();
        var engine = new SimulatedLog().Open(disk.Disk);
        for (var round = 0; round < Rounds; round++)
        {
            // The first event occupies the thread of the log, so the others become one group.
            disk.Hold();
            var waiting = Enumerable.Range(0, EventsOfGroup)
                .Select(number => engine.AppendAsync(SimulatedLog.Event($"{round}-{number}")))
                .ToArray();
            disk.Release();

            SpinWait.SpinUntil(() => waiting[^1].IsCompleted, TimeSpan.FromSeconds(60)).Should().BeTrue("the group is written");
            var late = Array.FindIndex(waiting, task => !task.IsCompleted);
            late.Should().Be(-1, "an event before the last one was acknowledged later");
            foreach (var task in waiting)
            {
                await task;
            }
        }

        await engine.DisposeAsync();
    }

    /// <summary>A disk whose calls wait while it is held.</summary>
    private sealed class HeldDisk : IDisposable
    {
        private readonly ManualResetEventSlim _open = new(initialState: true);

        public HeldDisk() => Disk.Fault = (_, _) =>
        {
            _open.Wait(TimeSpan.FromSeconds(60));
            return DiskFault.None;
        };

        public SimulatedDisk Disk { get; } = new();

        public void Hold() => _open.Reset();

        public void Release() => _open.Set();

        public void Dispose() => _open.Dispose();
    }
}

namespace HipaaJwt.Tests.Revocations.Simulation;

/// <summary>
/// Runs events in the order of their virtual time, on one thread. Everything that waits is resumed by an event, so a run depends on its
/// seed alone.
/// </summary>
internal sealed class VirtualWorld
{
    public static readonly DateTimeOffset Start = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    private readonly PriorityQueue<Action, (long Time, long Order)> _events = new();
    private long _order;

    public VirtualWorld(int seed) => Random = new Random(seed);

    public Random Random { get; }

    /// <summary>The true time since the start.</summary>
    public TimeSpan Now { get; private set; }

    public void Schedule(TimeSpan delay, Action action) => _events.Enqueue(action, ((Now + delay).Ticks, _order++));

    /// <summary>A task that completes after a delay. Its continuation runs inside the event.</summary>
    public Task Delay(TimeSpan delay)
    {
        var completion = new TaskCompletionSource();
        Schedule(delay, completion.SetResult);
        return completion.Task;
    }

    public TimeSpan Between(double fromMilliseconds, double toMilliseconds) =>
        TimeSpan.FromMilliseconds(fromMilliseconds + (Random.NextDouble() * (toMilliseconds - fromMilliseconds)));

    public void RunUntil(TimeSpan end)
    {
        while (_events.TryPeek(out var action, out var at) && at.Time <= end.Ticks)
        {
            _events.Dequeue();
            Now = TimeSpan.FromTicks(at.Time);
            action();
        }

        Now = end;
    }
}

namespace HipaaJwt.Histories.Support;

/// <summary>
/// Measures on a thread of its own for how long this process did not run. Work that blocks other threads or the pool does not show here,
/// so only stalls of the whole process are excused.
/// </summary>
internal sealed class Heartbeat
{
    private const int MaxGaps = 10_000;

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan MinGap = TimeSpan.FromMilliseconds(15);

    private readonly Lock _lock = new();
    private readonly Queue<(long From, long To)> _gaps = [];
    private long _lastBeat = MachineTime.Now;

    public Heartbeat()
    {
        var thread = new Thread(Beat) { IsBackground = true, Name = "Heartbeat" };
        thread.Start();
    }

    /// <summary>The time in which the process did not run, between two moments of the machine's clock.</summary>
    public long StallWithin(long from, long to)
    {
        lock (_lock)
        {
            var stalled = _gaps.Sum(gap => Overlap(gap.From, gap.To, from, to));
            var current = MachineTime.Now;
            return stalled + (IsGap(_lastBeat, current) ? Overlap(_lastBeat, current, from, to) : 0);
        }
    }

    public static long Overlap(long from, long to, long otherFrom, long otherTo) =>
        Math.Max(0, Math.Min(to, otherTo) - Math.Max(from, otherFrom));

    private static bool IsGap(long from, long to) => to - from > MachineTime.Ticks(MinGap);

    private void Beat()
    {
        using var never = new ManualResetEvent(false);
        while (!never.WaitOne(Period))
        {
            lock (_lock)
            {
                var now = MachineTime.Now;
                if (IsGap(_lastBeat, now))
                {
                    _gaps.Enqueue((_lastBeat, now));
                }

                if (_gaps.Count > MaxGaps)
                {
                    _gaps.Dequeue();
                }

                _lastBeat = now;
            }
        }
    }
}

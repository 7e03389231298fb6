namespace HipaaJwt.Revocations;

/// <summary>
/// The time for which the view is current: from the moment before the last successful read of the log was sent. It ends by the clock or
/// by the monotonic timer, whichever is first. The clock also counts while the machine is suspended, and the timer also counts while
/// somebody sets the clock back. Only a machine that is suspended while its clock is set back does not notice.
/// </summary>
internal sealed class RevocationLease
{
    /// <summary>
    /// The time by the clock for which one reading of the timer serves. A reading costs as much as a third of the validation of a cached
    /// token. The clock leaves this time if it is set back or forward.
    /// </summary>
    private const long TimerWindow = 10 * TimeSpan.TicksPerMillisecond;

    private readonly TimeProvider _time;
    private readonly long _clockEnd;
    private readonly long _timerEnd;
    private long _timerReadAt = long.MinValue;

    /// <param name="start">The clock and the timer before the read was sent.</param>
    /// <param name="length">The length of the lease.</param>
    /// <param name="time">The clock and the timer.</param>
    public RevocationLease((DateTimeOffset Clock, long Timer) start, TimeSpan length, TimeProvider time)
    {
        _time = time;
        _clockEnd = (start.Clock + length).UtcTicks;
        _timerEnd = start.Timer + (long)(length.TotalSeconds * time.TimestampFrequency);
        Start = start;
    }

    public (DateTimeOffset Clock, long Timer) Start { get; }

    /// <summary>Whether the lease has not ended.</summary>
    /// <param name="now">The current time of the clock.</param>
    public bool Covers(DateTimeOffset now)
    {
        var clock = now.UtcTicks;
        return clock <= _clockEnd && ((ulong)(clock - Volatile.Read(ref _timerReadAt)) < TimerWindow || CoversByTimer(clock));
    }

    private bool CoversByTimer(long clock)
    {
        if (_time.GetTimestamp() > _timerEnd)
        {
            return false;
        }

        Volatile.Write(ref _timerReadAt, clock);
        return true;
    }
}

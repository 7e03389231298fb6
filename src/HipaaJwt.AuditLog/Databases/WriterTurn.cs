namespace HipaaJwt.AuditLog.Databases;

/// <summary>
/// The right of one thread to write a log. It ends when a call of the database does not return in time: then the thread is left behind, and
/// the next one has a turn of its own. Thread-safe.
/// </summary>
internal sealed class WriterTurn(TimeProvider time)
{
    private const long NoCall = -1;
    private const long Over = -2;

    /// <summary>The timestamp at which the current call began, or one of the constants.</summary>
    private long _state = NoCall;

    /// <summary>Begins a call of the database. Only the thread that has the turn may call it.</summary>
    public void BeginCall() => Volatile.Write(ref _state, Math.Max(0, time.GetTimestamp()));

    /// <summary>Ends the call.</summary>
    /// <returns>False if the turn is over: the thread must neither answer records nor write again.</returns>
    public bool TryEndCall()
    {
        var state = Volatile.Read(ref _state);
        return state != Over && Interlocked.CompareExchange(ref _state, NoCall, state) == state;
    }

    /// <summary>Ends the turn if a call lasts longer than a limit. Any thread may call it.</summary>
    /// <returns>Whether this call ended it.</returns>
    public bool TryEnd(TimeSpan limit)
    {
        var state = Volatile.Read(ref _state);
        return state >= 0 && time.GetElapsedTime(state) > limit
            && Interlocked.CompareExchange(ref _state, Over, state) == state;
    }
}

namespace HipaaJwt.Keys.Remote;

/// <summary>
/// Lets a bounded number of fetches start at a time, for all trusts of the process: they share its processors. Fetches that tokens wait
/// for come first. Each issuer has at most one fetch at a time, which bounds the queue. Thread-safe.
/// </summary>
internal sealed class FetchTurns
{
    public const int MaxConcurrent = 16;

    /// <summary>An issuer that does not answer must not hold up the others, so a fetch that takes longer gives up its place.</summary>
    public static readonly TimeSpan MaxDuration = TimeSpan.FromMilliseconds(250);

    private readonly LinkedList<FetchTurn> _awaited = [];
    private readonly LinkedList<FetchTurn> _others = [];
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private int _running;

    public FetchTurns(TimeProvider time) => _time = time;

    /// <summary>The number of fetches that wait.</summary>
    public int QueueLength
    {
        get
        {
            lock (_lock)
            {
                return _awaited.Count + _others.Count;
            }
        }
    }

    /// <summary>Queues the turn, and begins it if a place is free.</summary>
    public void Enter(FetchTurn turn)
    {
        lock (_lock)
        {
            if (turn.State == FetchTurnState.Created)
            {
                turn.State = FetchTurnState.Queued;
                QueueOf(turn).AddLast(turn.Node);
                BeginNext();
            }
        }
    }

    /// <summary>Puts the turn before those that no token waits for.</summary>
    public void Expedite(FetchTurn turn)
    {
        lock (_lock)
        {
            if (turn.IsAwaited)
            {
                return;
            }

            turn.IsAwaited = true;
            if (turn.State == FetchTurnState.Queued)
            {
                _others.Remove(turn.Node);
                _awaited.AddLast(turn.Node);
            }
        }
    }

    /// <summary>Removes the turn from the queue, or gives its place to the next one.</summary>
    public void Leave(FetchTurn turn)
    {
        lock (_lock)
        {
            switch (turn.State)
            {
                case FetchTurnState.Created:
                    turn.Cancel();
                    break;
                case FetchTurnState.Queued:
                    QueueOf(turn).Remove(turn.Node);
                    turn.Cancel();
                    break;
                case FetchTurnState.Running:
                    turn.Timer?.Dispose();
                    _running--;
                    break;
            }

            turn.State = FetchTurnState.Ended;
            BeginNext();
        }
    }

    private LinkedList<FetchTurn> QueueOf(FetchTurn turn) => turn.IsAwaited ? _awaited : _others;

    private void BeginNext()
    {
        while (_running < MaxConcurrent && (_awaited.First ?? _others.First) is { Value: var turn })
        {
            QueueOf(turn).RemoveFirst();
            _running++;
            turn.State = FetchTurnState.Running;
            turn.Timer = _time.CreateTimer(
                static ended => ((FetchTurn)ended!).Dispose(), turn, MaxDuration, Timeout.InfiniteTimeSpan);
            turn.Begin();
        }
    }
}

namespace HipaaJwt.Keys.Remote;

/// <summary>The turn of one fetch. Dispose it when the fetch has ended or is cancelled. Thread-safe.</summary>
internal sealed class FetchTurn : IDisposable
{
    private readonly FetchTurns _turns;
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public FetchTurn(FetchTurns turns)
    {
        _turns = turns;
        Node = new LinkedListNode<FetchTurn>(this);
    }

    /// <summary>The place in the queue. Like the properties below, only <see cref="FetchTurns"/> uses it, under its lock.</summary>
    public LinkedListNode<FetchTurn> Node { get; }

    public FetchTurnState State { get; set; }

    public bool IsAwaited { get; set; }

    public ITimer? Timer { get; set; }

    /// <summary>Waits until the fetch may start.</summary>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        _turns.Enter(this);
        return _begun.Task.WaitAsync(cancellationToken);
    }

    /// <summary>A token waits for this fetch, so it comes before those that only refresh keys.</summary>
    public void Expedite() => _turns.Expedite(this);

    /// <summary>Completes the wait.</summary>
    public void Begin() => _begun.TrySetResult();

    /// <summary>Ends the wait of a turn that does not begin any more.</summary>
    public void Cancel() => _begun.TrySetCanceled();

    /// <summary>Ends the turn.</summary>
    public void Dispose() => _turns.Leave(this);
}

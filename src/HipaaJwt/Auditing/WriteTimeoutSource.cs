namespace HipaaJwt.Auditing;

/// <summary>
/// Creates the cancellation token of each write. Consecutive writes share one cancellation token source until a timeout elapses,
/// so that most writes allocate nothing.
/// </summary>
internal sealed class WriteTimeoutSource : IDisposable
{
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private CancellationTokenSource? _source;

    public WriteTimeoutSource(TimeSpan timeout, TimeProvider time)
    {
        _timeout = timeout;
        _time = time;
    }

    /// <summary>Starts the timeout of the next write.</summary>
    /// <returns>A token that is cancelled when the timeout elapses.</returns>
    public CancellationToken Start()
    {
        if (_source?.TryReset() == true)
        {
            _source.CancelAfter(_timeout);
            return _source.Token;
        }

        _source?.Dispose();
        _source = new CancellationTokenSource(_timeout, _time);
        return _source.Token;
    }

    public void Dispose() => _source?.Dispose();
}

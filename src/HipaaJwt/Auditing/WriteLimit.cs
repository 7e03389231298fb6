namespace HipaaJwt.Auditing;

/// <summary>The time that one write may take. One source of cancellation serves many writes, until one takes too long.</summary>
internal sealed class WriteLimit : IDisposable
{
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private CancellationTokenSource? _source;

    public WriteLimit(TimeSpan timeout, TimeProvider time)
    {
        _timeout = timeout;
        _time = time;
    }

    /// <summary>Begins the time of the next write.</summary>
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

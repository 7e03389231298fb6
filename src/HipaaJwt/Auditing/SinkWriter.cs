namespace HipaaJwt.Auditing;

/// <summary>
/// Writes the events of one pump, one at a time, to a best-effort sink. Writes run on the thread of the pump, because a change of
/// threads for each event would cost more than the event. If a write blocks that thread until the timeout, another pump takes over.
/// </summary>
internal sealed class SinkWriter : IDisposable
{
    private const long Idle = 0;
    private const long Replaced = -1;

    private readonly IAuditSink _sink;
    private readonly WriteTimeoutSource _timeout;
    private readonly AuditLossReporter _losses;
    private readonly Action<SinkWriter, long> _onBlocked;
    private CancellationToken _token;
    private long _number;

    /// <summary>The number of the write that runs on the thread of the pump; or one of the constants.</summary>
    private long _state;

    /// <param name="sink">The sink.</param>
    /// <param name="options">The timeout of each write.</param>
    /// <param name="time">The clock.</param>
    /// <param name="losses">Receives the events that could not be written.</param>
    /// <param name="onBlocked">Receives this writer and the number of a write that has blocked its thread until the timeout.</param>
    public SinkWriter(
        IAuditSink sink, AuditOptions options, TimeProvider time, AuditLossReporter losses, Action<SinkWriter, long> onBlocked)
    {
        _sink = sink;
        _timeout = new WriteTimeoutSource(options.WriteTimeout, time);
        _losses = losses;
        _onBlocked = onBlocked;
    }

#pragma warning disable CA1031 // A sink may throw any exception. The event is lost and the pump continues with the next event.
    /// <summary>Writes an event, or counts it as lost.</summary>
    /// <returns>False if another pump has taken over. The caller must then write no more.</returns>
    public async ValueTask<bool> WriteAsync(AuditEvent auditEvent)
    {
        try
        {
            var token = _timeout.Start();
            var write = Call(auditEvent, token);
            if (!TryFinish())
            {
                return false;
            }

            if (!write.IsCompletedSuccessfully)
            {
                await write.AsTask().WaitAsync(token).ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            if (!TryFinish())
            {
                return false;
            }

            _losses.RecordLoss(exception.GetType().Name);
        }

        return true;
    }
#pragma warning restore CA1031

    public void Dispose() => _timeout.Dispose();

    /// <summary>Ends the work of this writer if the write still blocks its thread. The caller must start another pump.</summary>
    public bool TryReplace(long write) => Interlocked.CompareExchange(ref _state, Replaced, write) == write;

    private ValueTask Call(AuditEvent auditEvent, CancellationToken token)
    {
        _token = token;
        Volatile.Write(ref _state, ++_number);
        token.UnsafeRegister(static (writer, token) => ((SinkWriter)writer!).OnTimeout(token), this);
        return _sink.WriteAsync(auditEvent, token);
    }

    /// <summary>Finishes the part of a write that runs on the thread of the pump.</summary>
    private bool TryFinish() => Interlocked.CompareExchange(ref _state, Idle, _number) != Replaced;

    /// <summary>Ignores the timeout of an earlier write, which may come late.</summary>
    private void OnTimeout(CancellationToken token)
    {
        var write = Volatile.Read(ref _state);
        if (write > Idle && token == _token)
        {
            _onBlocked(this, write);
        }
    }
}

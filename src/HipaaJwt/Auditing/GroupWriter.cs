namespace HipaaJwt.Auditing;

/// <summary>
/// Writes events to a best-effort sink that does not block. All writes of a group start before the first one is awaited, so that a sink
/// that syncs a file can write them together. Not thread-safe.
/// </summary>
internal sealed class GroupWriter
{
    private const int MaxCount = 256;

    private readonly IAuditSink _sink;
    private readonly AuditLossReporter _losses;
    private readonly List<ValueTask> _writes = new(MaxCount);

    public GroupWriter(IAuditSink sink, AuditLossReporter losses)
    {
        _sink = sink;
        _losses = losses;
    }

    /// <summary>Whether the group must be finished before the next event.</summary>
    public bool IsFull => _writes.Count >= MaxCount;

#pragma warning disable CA1031 // A sink may throw any exception. The event is lost and the group continues with the next event.
    /// <summary>Starts to write an event, or counts it as lost.</summary>
    public void Start(AuditEvent auditEvent)
    {
        try
        {
#pragma warning disable CA2012 // Each write is awaited once, in FinishAsync.
            _writes.Add(_sink.WriteAsync(auditEvent, CancellationToken.None));
#pragma warning restore CA2012
        }
        catch (Exception exception)
        {
            _losses.RecordLoss(exception.GetType().Name);
        }
    }

    /// <summary>Waits for all writes and counts those that fail as lost.</summary>
    public async ValueTask FinishAsync()
    {
        foreach (var write in _writes)
        {
            try
            {
                await write.ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                _losses.RecordLoss(exception.GetType().Name);
            }
        }

        _writes.Clear();
    }
#pragma warning restore CA1031
}

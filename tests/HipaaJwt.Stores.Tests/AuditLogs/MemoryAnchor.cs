namespace HipaaJwt.Stores.Tests.AuditLogs;

/// <summary>An anchor of the test. It rejects smaller checkpoints, as the file anchor does.</summary>
internal sealed class MemoryAnchor : IAuditLogAnchor
{
    private readonly Lock _lock = new();
    private AuditLogCheckpoint? _newest;

    public string Name => "memory";

    public AuditLogCheckpoint Newest => _newest!;

    public ValueTask PublishAsync(AuditLogCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_newest is not null && (checkpoint.Size < _newest.Size
                || (checkpoint.Size == _newest.Size && !checkpoint.Root.Span.SequenceEqual(_newest.Root.Span))))
            {
                throw new AuditLogDamagedException();
            }

            _newest = checkpoint;
            return ValueTask.CompletedTask;
        }
    }

    public ValueTask<AuditLogCheckpoint?> ReadAsync(string origin, CancellationToken cancellationToken) => new(_newest);
}

namespace HipaaJwt.AuditLog.Databases;

/// <summary>
/// An anchor to which several processes of one log publish. A checkpoint of another process may have overtaken an earlier one, which is no
/// contradiction: then the newest checkpoint of the database is published instead.
/// </summary>
internal sealed class SharedAnchor : IAuditLogAnchor
{
    private const int MaxAttempts = 5;

    private readonly IAuditLogAnchor _anchor;
    private readonly DatabaseStream _stream;

    public SharedAnchor(IAuditLogAnchor anchor, DatabaseStream stream)
    {
        _anchor = anchor;
        _stream = stream;
    }

    public string Name => _anchor.Name;

    public async ValueTask PublishAsync(AuditLogCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await _anchor.PublishAsync(checkpoint, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (AuditLogDamagedException) when (attempt < MaxAttempts)
            {
                if (await FindNewerAsync(checkpoint.Size, cancellationToken).ConfigureAwait(false) is not { } newer)
                {
                    throw;
                }

                checkpoint = newer;
            }
        }
    }

    public ValueTask<AuditLogCheckpoint?> ReadAsync(string origin, CancellationToken cancellationToken) =>
        _anchor.ReadAsync(origin, cancellationToken);

    private async Task<AuditLogCheckpoint?> FindNewerAsync(long size, CancellationToken cancellationToken)
    {
        var state = await _stream.Database.ReadStateAsync(cancellationToken).ConfigureAwait(false);
        return state?.Checkpoint is { } stored && stored.Size > size && AuditLogCheckpoint.TryParse(stored.Note, out var checkpoint)
            && _stream.Key.VerifierKey.Verifies(checkpoint)
            ? checkpoint
            : null;
    }
}

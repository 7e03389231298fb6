namespace HipaaJwt;

/// <summary>
/// A place that keeps checkpoints where somebody who can change the log cannot change them. Without an anchor, nobody can tell that the
/// end of the log was cut off. Implementations are singletons and thread-safe.
/// </summary>
public interface IAuditLogAnchor
{
    /// <summary>The name of the anchor, for log lines and health. It contains no secrets.</summary>
    string Name { get; }

    /// <summary>Stores a checkpoint. Checkpoints of one stream arrive one at a time, in ascending order; some are skipped.</summary>
    /// <param name="checkpoint">The checkpoint. It is already durable in the log.</param>
    /// <param name="cancellationToken">Cancelled after <see cref="AuditLogOptions.AnchorTimeout"/>.</param>
    /// <returns>A task that completes when the checkpoint is durable outside the reach of the log.</returns>
    /// <exception cref="AuditLogDamagedException">
    /// The anchor has another root at this size, or more events. The log stops with <see cref="AuditLogStatus.Contradicted"/>.
    /// </exception>
    /// <exception cref="Exception">The checkpoint could not be stored. It is tried again.</exception>
    ValueTask PublishAsync(AuditLogCheckpoint checkpoint, CancellationToken cancellationToken);

    /// <summary>Reads the newest checkpoint of a stream. The log compares it with its files at start.</summary>
    /// <param name="origin">The name of the stream.</param>
    /// <param name="cancellationToken">Cancelled after <see cref="AuditLogOptions.AnchorTimeout"/>.</param>
    /// <returns>The checkpoint; null if there is none, or if the anchor cannot be read.</returns>
    /// <exception cref="Exception">The anchor did not answer.</exception>
    ValueTask<AuditLogCheckpoint?> ReadAsync(string origin, CancellationToken cancellationToken);
}

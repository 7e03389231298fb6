namespace HipaaJwt;

/// <summary>
/// Receives closed segments of the audit log, for example to copy them to an object store with a retention lock. A segment is deleted
/// only after the archive has stored it. Implementations are singletons and thread-safe.
/// </summary>
public interface IAuditLogArchive
{
    /// <summary>Stores a closed segment. It may be called again for a segment that is stored already.</summary>
    /// <param name="origin">The name of the stream.</param>
    /// <param name="segmentFile">The path of the segment. The archive must not change it.</param>
    /// <param name="checkpoint">The newest checkpoint of the stream. It covers the segment.</param>
    /// <param name="cancellationToken">Cancelled when the log is closed.</param>
    /// <returns>A task that completes when the segment and the checkpoint are stored.</returns>
    /// <exception cref="Exception">The segment could not be stored. It is tried again.</exception>
    ValueTask StoreAsync(string origin, string segmentFile, AuditLogCheckpoint checkpoint, CancellationToken cancellationToken);
}

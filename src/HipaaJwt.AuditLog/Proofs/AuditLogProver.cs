using HipaaJwt.AuditLog.Proofs;

namespace HipaaJwt;

/// <summary>
/// Proves single records of an audit log. It reads a few segments at most, and of a database about the events between two checkpoints for
/// each level of the tree. Thread-safe.
/// </summary>
public static class AuditLogProver
{
    /// <summary>
    /// Proves that a record is in the tree of the newest checkpoint. It checks the proof, but not the signature of the checkpoint.
    /// </summary>
    /// <param name="directory">The directory of the stream, or a directory with one subdirectory for each stream.</param>
    /// <param name="origin">The name of the stream.</param>
    /// <param name="index">The index of the record, from 0.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The proof and the record, or the problem.</returns>
    /// <exception cref="ArgumentException">The directory or the name of the stream is null or empty.</exception>
    /// <exception cref="OperationCanceledException">The reading was canceled.</exception>
    public static Task<AuditLogProofResult> ProveAsync(
        string directory, string origin, long index, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentException.ThrowIfNullOrEmpty(origin);
        return Task.Run(() => StreamProver.Prove(directory, origin, index, cancellationToken), cancellationToken);
    }
    /// <summary>
    /// Proves that a record of a database is in the tree of the newest checkpoint. It checks the proof, but not the signature of the
    /// checkpoint.
    /// </summary>
    /// <param name="database">The database. It does not need <see cref="IAuditLogDatabase.OpenAsync"/>.</param>
    /// <param name="origin">The name of the stream.</param>
    /// <param name="index">The index of the record, from 0.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The proof and the record, or the problem.</returns>
    /// <exception cref="ArgumentException">The name of the stream is empty.</exception>
    /// <exception cref="ArgumentNullException">The database or the name of the stream is null.</exception>
    /// <exception cref="OperationCanceledException">The reading was canceled.</exception>
    /// <exception cref="Exception">The database cannot be read. The exception is that of its driver.</exception>
    public static Task<AuditLogProofResult> ProveAsync(
        IAuditLogDatabase database, string origin, long index, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentException.ThrowIfNullOrEmpty(origin);
        return Task.Run(() => DatabaseProver.ProveAsync(database, origin, index, cancellationToken), cancellationToken);
    }
}

using HipaaJwt.AuditLog.Tiles;

namespace HipaaJwt;

/// <summary>Exports a stream as a static directory that clients of transparency logs read (C2SP tlog-tiles). Thread-safe.</summary>
public static class AuditLogTiles
{
    /// <summary>
    /// Writes the hashes, the records and the newest checkpoint of a stream. The records may contain patient data. Bundles with redacted
    /// records are left out. The file <c>checkpoint</c> is written last, and only if the records have its root.
    /// </summary>
    /// <param name="directory">The directory of the stream, or a directory with one subdirectory for each stream.</param>
    /// <param name="origin">The name of the stream.</param>
    /// <param name="target">The directory to write to. It is created if it does not exist. Files of an earlier export are replaced.</param>
    /// <param name="cancellationToken">Cancels the export.</param>
    /// <returns>What was written, and the problem if there is one.</returns>
    /// <exception cref="ArgumentException">The directory, the name of the stream or the target is null or empty.</exception>
    /// <exception cref="OperationCanceledException">The export was canceled.</exception>
    public static Task<AuditLogTilesResult> ExportAsync(
        string directory, string origin, string target, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentException.ThrowIfNullOrEmpty(origin);
        ArgumentException.ThrowIfNullOrEmpty(target);
        return Task.Run(() => StreamExport.Export(directory, origin, target, cancellationToken), cancellationToken);
    }
    /// <summary>
    /// Writes the hashes, the records and the newest checkpoint of a database, as
    /// <see cref="ExportAsync(string, string, string, CancellationToken)"/> does.
    /// </summary>
    /// <param name="database">The database. It does not need <see cref="IAuditLogDatabase.OpenAsync"/>.</param>
    /// <param name="origin">The name of the stream.</param>
    /// <param name="target">The directory to write to. It is created if it does not exist. Files of an earlier export are replaced.</param>
    /// <param name="cancellationToken">Cancels the export.</param>
    /// <returns>What was written, and the problem if there is one.</returns>
    /// <exception cref="ArgumentException">The name of the stream or the target is empty.</exception>
    /// <exception cref="ArgumentNullException">The database, the name of the stream or the target is null.</exception>
    /// <exception cref="OperationCanceledException">The export was canceled.</exception>
    /// <exception cref="Exception">The database cannot be read. The exception is that of its driver.</exception>
    public static Task<AuditLogTilesResult> ExportAsync(
        IAuditLogDatabase database, string origin, string target, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentException.ThrowIfNullOrEmpty(origin);
        ArgumentException.ThrowIfNullOrEmpty(target);
        return Task.Run(() => DatabaseExport.ExportAsync(database, origin, target, cancellationToken), cancellationToken);
    }
}

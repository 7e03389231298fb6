using HipaaJwt.AuditLog.Verification;

namespace HipaaJwt;

/// <summary>
/// Verifies audit logs offline: every record against its hash, all hashes against the signed checkpoints, and these against the trusted
/// anchors. It needs constant memory, whatever the size of the log. Thread-safe.
/// </summary>
/// <example>
/// <code>
/// var options = new AuditLogVerificationOptions { Keys = { key }, Anchors = { anchor } };
/// var verification = await new AuditLogVerifier(options).VerifyAsync("audit");
/// Console.WriteLine(verification.Verdict);
/// </code>
/// </example>
public sealed class AuditLogVerifier
{
    private readonly AuditLogVerificationOptions _options;

    /// <summary>Creates a verifier.</summary>
    /// <param name="options">What is trusted. Do not change it later.</param>
    /// <exception cref="ArgumentNullException">The options are null.</exception>
    public AuditLogVerifier(AuditLogVerificationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
    }

    /// <summary>
    /// Verifies all streams of a directory, also while they are written. A damaged log gives a result and no exception.
    /// </summary>
    /// <param name="directory">The directory of one stream, or a directory with one subdirectory for each stream.</param>
    /// <param name="progress">Receives the progress about every 8 MiB; null if nobody wants it.</param>
    /// <param name="cancellationToken">Cancels the verification.</param>
    /// <returns>The verdict, and the result of each stream.</returns>
    /// <exception cref="ArgumentException">The directory is null or empty.</exception>
    /// <exception cref="OperationCanceledException">The verification was canceled.</exception>
    public Task<AuditLogVerification> VerifyAsync(
        string directory, IProgress<AuditLogProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        return Task.Run(() => DirectoryVerifier.VerifyAsync(directory, _options, progress, cancellationToken), cancellationToken);
    }

    /// <summary>
    /// Verifies the log of a database, also while it is written. A damaged log gives a result and no exception. It only reads, and does
    /// not need <see cref="IAuditLogDatabase.OpenAsync"/>.
    /// </summary>
    /// <param name="database">The database.</param>
    /// <param name="progress">
    /// Receives the progress about every 8 MiB; null if nobody wants it. The total number of bytes is not known before the end.
    /// </param>
    /// <param name="cancellationToken">Cancels the verification.</param>
    /// <returns>The verdict, and the result of the only stream.</returns>
    /// <exception cref="ArgumentNullException">The database is null.</exception>
    /// <exception cref="OperationCanceledException">The verification was canceled.</exception>
    /// <exception cref="Exception">The database cannot be read. The exception is that of its driver.</exception>
    public Task<AuditLogVerification> VerifyAsync(
        IAuditLogDatabase database, IProgress<AuditLogProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(database);
        return Task.Run(
            async () =>
            {
                using var verifier = new DatabaseVerifier(database, _options, new ProgressMeter(progress, 0), cancellationToken);
                return await verifier.VerifyAsync().ConfigureAwait(false);
            },
            cancellationToken);
    }
}

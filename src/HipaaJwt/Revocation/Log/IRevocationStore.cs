namespace HipaaJwt;

/// <summary>
/// Stores revocations as a log that all instances of a service read. Implementations are singletons and thread-safe. A call that
/// blocks its thread is limited by <see cref="RevocationOptions.Timeout"/> and <see cref="RevocationOptions.AppendTimeout"/> too.
/// </summary>
/// <remarks>
/// Appends must become visible in the order of their sequence: a reader that has seen a sequence must never find a smaller one later.
/// A sequence of a database does not ensure this, because its transactions commit in another order. Increment a row in the
/// transaction of the append. An append that was acknowledged must be visible to each read that starts afterwards, on every instance.
/// </remarks>
public interface IRevocationStore
{
    /// <summary>Reads the head of the log and the revocations after a position. Fails unless it reads what the last append wrote.</summary>
    /// <param name="position">The point up to which the log is known. Its epoch and its tag do not change what is read.</param>
    /// <param name="maxRevocations">The maximum number of revocations; at least 1.</param>
    /// <param name="cancellationToken">Cancelled after <see cref="RevocationOptions.Timeout"/>, and when the host stops.</param>
    /// <returns>The page. Any exception means that the state of the log is unknown.</returns>
    ValueTask<RevocationLogPage> ReadAsync(RevocationLogPosition position, int maxRevocations, CancellationToken cancellationToken);

    /// <summary>
    /// Appends a revocation in one transaction: increments the sequence of the head, gives it a random tag, and adds the revocation with
    /// both.
    /// </summary>
    /// <param name="entry">The revocation.</param>
    /// <param name="cancellationToken">Cancelled after <see cref="RevocationOptions.AppendTimeout"/>, and when the caller cancels.</param>
    /// <returns>
    /// The revocation with its epoch, sequence and tag, after it is durable; <see langword="null"/> if the store has no epoch. Any
    /// exception means that the outcome is unknown.
    /// </returns>
    ValueTask<LoggedRevocation?> AppendAsync(RevocationEntry entry, CancellationToken cancellationToken);

    /// <summary>
    /// Starts an epoch with a random identifier and tag if the current epoch is the one to replace. It increments the sequence, from 0 if
    /// the store has no epoch, and keeps the revocations. If several instances start an epoch concurrently, exactly one must succeed.
    /// </summary>
    /// <param name="replaced">The epoch to replace; <see langword="null"/> if the store must have none.</param>
    /// <param name="hasFloor">
    /// Whether the floor of the epoch is the current time of the store's clock, or the floor of the replaced epoch if that is later.
    /// Otherwise it has none.
    /// </param>
    /// <param name="cancellationToken">Cancelled after <see cref="RevocationOptions.AppendTimeout"/>, and when the host stops.</param>
    /// <returns>A task that completes after the epoch is durable, or after the store has found another current epoch.</returns>
    ValueTask StartEpochAsync(Guid? replaced, bool hasFloor, CancellationToken cancellationToken);

    /// <summary>
    /// Waits until another instance may have appended a revocation. It is only a hint, and may fail: the log is read each
    /// <see cref="RevocationOptions.PullInterval"/> in any case.
    /// </summary>
    /// <param name="cancellationToken">Cancelled when the host stops.</param>
    /// <returns>A task that completes after the next append. By default it never completes.</returns>
    Task WaitForAppendAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);
}

namespace HipaaJwt;

/// <summary>
/// Stores the keys with which tokens are signed. Every method is one transaction and uses the store's clock. Implementations are
/// singletons and thread-safe. Any exception means that the outcome is unknown.
/// </summary>
public interface ISigningKeyStore
{
    /// <summary>Reads all keys of a purpose.</summary>
    /// <param name="purpose">The purpose.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The keys, in the order of their numbers.</returns>
    ValueTask<SigningKeyPage> ReadAsync(string purpose, CancellationToken cancellationToken);

    /// <summary>
    /// Adds a key unless there is one with its purpose and number. Of several concurrent callers, exactly one must succeed.
    /// </summary>
    /// <param name="entry">The key.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether the key was added. It is durable.</returns>
    ValueTask<bool> TryAddAsync(SigningKeyEntry entry, CancellationToken cancellationToken);

    /// <summary>
    /// Notes that the audit event of a new key has been written. Until then, the process that added the key may have been killed before
    /// it wrote the event, and another one writes it.
    /// </summary>
    /// <param name="purpose">The purpose.</param>
    /// <param name="slot">The number.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether this call has changed the key.</returns>
    ValueTask<bool> SetRecordedAsync(string purpose, long slot, CancellationToken cancellationToken);

    /// <summary>Withdraws a key. It stays in the store, so that its number is not used again.</summary>
    /// <param name="purpose">The purpose.</param>
    /// <param name="slot">The number.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether this call has withdrawn it.</returns>
    ValueTask<bool> WithdrawAsync(string purpose, long slot, CancellationToken cancellationToken);

    /// <summary>Deletes a key that no token needs any more.</summary>
    /// <param name="purpose">The purpose.</param>
    /// <param name="slot">The number.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether this call has deleted it.</returns>
    ValueTask<bool> DeleteAsync(string purpose, long slot, CancellationToken cancellationToken);
}

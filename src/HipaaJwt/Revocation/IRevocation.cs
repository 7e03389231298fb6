namespace HipaaJwt;

/// <summary>
/// Revokes tokens before they expire. The service is a singleton and thread-safe, and serves all trusts. It exists if a store of
/// revocations is registered, for example with <c>AddMemoryStores</c>.
/// </summary>
public interface IRevocation
{
    /// <summary>
    /// Appends a revocation to the store, applies it on this instance, and writes an audit event. Other instances apply it within
    /// <see cref="RevocationOptions.MaxStaleness"/>, or reject all tokens. Repeating a revocation is safe.
    /// </summary>
    /// <param name="revocation">What to revoke.</param>
    /// <param name="cancellationToken">Cancels the wait. The revocation may then take effect nevertheless.</param>
    /// <returns>The acknowledgement. The revocation is durable, as far as the store is.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="revocation"/> is null.</exception>
    /// <exception cref="ArgumentException">No trust has the issuer, so the revocation would have no effect.</exception>
    /// <exception cref="RevocationUnavailableException">
    /// The store failed or did not answer within <see cref="RevocationOptions.AppendTimeout"/>, or a required audit sink could not record
    /// the event.
    /// </exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    /// <example>
    /// <code>
    /// var receipt = await revocation.RevokeAsync(Revocation.Session(token.Issuer, token.SessionId!));
    /// </code>
    /// </example>
    ValueTask<RevocationReceipt> RevokeAsync(Revocation revocation, CancellationToken cancellationToken = default);
}

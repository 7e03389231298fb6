namespace HipaaJwt;

/// <summary>
/// Stores uses of DPoP proofs (RFC 9449 section 11.1), of logout tokens, and of tokens of issuers with
/// <see cref="TrustedIssuer.RequireSingleUse"/>, so that each is accepted once. Implementations are singletons and thread-safe. A store
/// that blocks its thread is limited by <see cref="ReplayOptions.Timeout"/> too.
/// </summary>
/// <remarks>
/// The built-in store serves one process. If several instances serve the same clients, register a shared store with
/// <see cref="HipaaJwtBuilder.AddReplayStore{TStore}"/>.
/// </remarks>
/// <example>
/// <code>
/// public async ValueTask&lt;ReplayResult&gt; TryAddAsync(ReplayEntry entry, CancellationToken cancellationToken)
/// {
///     // The insert does nothing if the key exists.
///     var rows = await InsertAsync(entry.Key, entry.ExpiresAt, cancellationToken);
///     return rows == 1 ? ReplayResult.FirstUse : ReplayResult.UsedBefore;
/// }
/// </code>
/// </example>
public interface IReplayStore
{
    /// <summary>
    /// Adds an entry unless it exists. If several callers add the same entry concurrently, exactly one must receive
    /// <see cref="ReplayResult.FirstUse"/>. The store must keep an entry until it has expired.
    /// </summary>
    /// <param name="entry">The use to store.</param>
    /// <param name="cancellationToken">Cancelled when the caller cancels, or after <see cref="ReplayOptions.Timeout"/>.</param>
    /// <returns>
    /// <see cref="ReplayResult.FirstUse"/> if the entry was added, or <see cref="ReplayResult.UsedBefore"/> if it existed. If the
    /// store throws, times out or returns <see cref="ReplayResult.Unavailable"/>, the token is rejected with
    /// <see cref="JwtErrorCode.ReplayStoreUnavailable"/>.
    /// </returns>
    ValueTask<ReplayResult> TryAddAsync(ReplayEntry entry, CancellationToken cancellationToken);
}

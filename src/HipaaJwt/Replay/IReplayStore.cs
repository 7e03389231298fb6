namespace HipaaJwt;

/// <summary>
/// Remembers what may be used once: DPoP proofs (RFC 9449, section 11.1), and tokens of issuers with
/// <see cref="TrustedIssuer.RequireSingleUse"/>. The one that is built in remembers for one process; where several instances serve the
/// same clients, register one that they share, with <see cref="HipaaJwtBuilder.AddReplayStore{TStore}"/>. Implementations are
/// singletons and thread-safe.
/// </summary>
public interface IReplayStore
{
    /// <summary>
    /// Adds an entry unless it is there. Of any number of callers who add the same entry at once, exactly one must be told
    /// <see cref="ReplayResult.FirstUse"/>. An entry may be forgotten once it has expired, and never before.
    /// </summary>
    /// <param name="entry">What is used.</param>
    /// <param name="cancellationToken">Ends with the caller's patience, or after <see cref="ReplayOptions.Timeout"/>.</param>
    /// <returns>
    /// Whether the entry was there. A store that throws, takes too long or says <see cref="ReplayResult.Unavailable"/> has the
    /// token refused with <see cref="JwtErrorCode.ReplayStoreUnavailable"/>: what is not known to be new is not accepted.
    /// </returns>
    ValueTask<ReplayResult> TryAddAsync(ReplayEntry entry, CancellationToken cancellationToken);
}

namespace HipaaJwt;

/// <summary>
/// Provides the keys of an issuer that this process knows without an HTTP request, for example because it issues the tokens itself.
/// Implementations are thread-safe.
/// </summary>
public interface IKeySetSource
{
    /// <summary>
    /// Reads the public keys. It is called at start, at each <see cref="TrustedIssuer.KeyRefreshInterval"/>, and for tokens whose key is
    /// missing.
    /// </summary>
    /// <param name="cancellationToken">Cancelled after a few seconds, and when the host stops.</param>
    /// <returns>
    /// A JWK Set in UTF-8 (RFC 7517, section 5) without private keys. Any exception means that the keys are unknown. Keys that were read
    /// before are then used until <see cref="TrustedIssuer.MaxKeyAge"/>.
    /// </returns>
    ValueTask<ReadOnlyMemory<byte>> ReadKeySetAsync(CancellationToken cancellationToken);
}

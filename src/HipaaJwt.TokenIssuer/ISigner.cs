namespace HipaaJwt;

/// <summary>
/// Signs access tokens. The default signer uses keys of the store of signing keys. An implementation of the application can sign with a
/// key vault or a hardware security module; the life cycle of its keys is then its own. Implementations are thread-safe. Any exception
/// means that no token can be issued.
/// </summary>
public interface ISigner : IKeySetSource
{
    /// <summary>Gets the key that signs now.</summary>
    /// <param name="cancellationToken">Cancelled after <see cref="TokenIssuerOptions.PolicyTimeout"/>.</param>
    /// <returns>The key.</returns>
    ValueTask<SignerKey> GetKeyAsync(CancellationToken cancellationToken);

    /// <summary>Signs (RFC 7515, section 5.1).</summary>
    /// <param name="key">The key, from <see cref="GetKeyAsync"/>.</param>
    /// <param name="data">The JWS Signing Input.</param>
    /// <param name="cancellationToken">Cancelled after <see cref="TokenIssuerOptions.PolicyTimeout"/>.</param>
    /// <returns>The JWS Signature. That of ES256 is R and S (RFC 7518, section 3.4).</returns>
    ValueTask<ReadOnlyMemory<byte>> SignAsync(SignerKey key, ReadOnlyMemory<byte> data, CancellationToken cancellationToken);
}

/// <summary>A key of a signer.</summary>
/// <param name="KeyId">The <c>kid</c>.</param>
/// <param name="Algorithm">The algorithm.</param>
public sealed record SignerKey(string KeyId, JwsAlgorithm Algorithm);

namespace HipaaJwt.Encryption;

/// <summary>Decrypts or derives the content encryption key of a token, with one decryption key and one algorithm.</summary>
internal abstract class ContentEncryptionKeyDecryptor
{
    protected ContentEncryptionKeyDecryptor(JweAlgorithmRow algorithm) => Algorithm = algorithm;

    public JweAlgorithmRow Algorithm { get; }

    /// <summary>Fills in the content encryption key, which has the length that the content encryption requires.</summary>
    /// <returns>False on any failure; the content of the destination then has no meaning.</returns>
    public abstract bool TryGetKey(in JweHeader header, ReadOnlySpan<byte> encryptedKey, Span<byte> contentKey);
}

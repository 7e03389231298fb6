namespace HipaaJwt.Encryption;

/// <summary>Brings the key of the content out of a token, with one key of ours and by one algorithm.</summary>
internal abstract class ContentEncryptionKeyDecryptor
{
    protected ContentEncryptionKeyDecryptor(JweAlgorithmRow algorithm) => Algorithm = algorithm;

    public JweAlgorithmRow Algorithm { get; }

    /// <summary>Fills in the key of the content, which is as long as the content's encryption demands.</summary>
    /// <returns>False for whatever reason; what was filled in is worth nothing then.</returns>
    public abstract bool TryGetKey(in JweHeader header, ReadOnlySpan<byte> encryptedKey, Span<byte> contentKey);
}

using System.Collections.Immutable;
using System.Security.Cryptography;
using HipaaJwt.Text;

namespace HipaaJwt.Encryption;

/// <summary>Decrypts tokens with the configured keys and allowed algorithms. Immutable.</summary>
internal sealed class TokenDecryptor
{
    private static readonly JwtError Failed = new(JwtErrorCode.DecryptionFailed);

    private readonly Utf8Table<DecryptionKey> _byKeyId;

    public TokenDecryptor(
        IEnumerable<DecryptionKey> keys, ImmutableArray<JweAlgorithmRow> algorithms, ImmutableArray<JweEncryptionRow> encryptions)
    {
        Keys = [.. keys];
        Algorithms = algorithms;
        Encryptions = encryptions;
        _byKeyId = Keys
            .Where(key => key.KeyId is not null)
            .DistinctBy(key => key.KeyId)
            .ToUtf8Table(key => key.KeyId!);
    }

    public ImmutableArray<DecryptionKey> Keys { get; }

    public ImmutableArray<JweAlgorithmRow> Algorithms { get; }

    public ImmutableArray<JweEncryptionRow> Encryptions { get; }

    /// <summary>Decrypts a token (RFC 7516, section 5.2).</summary>
    /// <param name="token">The token. Its shape must have been checked.</param>
    /// <param name="jwe">The segments of the token.</param>
    /// <param name="plaintext">Space for as many bytes as the ciphertext has.</param>
    /// <param name="written">The length of the plaintext in bytes; 0 on failure.</param>
    /// <returns>A specific error for the header, which is not secret; one error for every other failure.</returns>
    public JwtError Decrypt(ReadOnlySpan<byte> token, in CompactJwe jwe, Span<byte> plaintext, out int written)
    {
        written = 0;
        var length = CompactJwe.DecodedLength(jwe.HeaderRange);
        using var buffer = PooledBuffer.Rent(2 * length);
        var json = Decode(token[jwe.HeaderRange], buffer.Span[..length]);
        var error = JweHeader.Read(json, buffer.Span[length..], out var header);
        if (!error.IsNone)
        {
            return error;
        }

        error = CheckAllowed(header);
        if (!error.IsNone)
        {
            return error;
        }

        error = FindKey(header, out var keyDecryptor);
        return !error.IsNone ? error
            : TryDecrypt(header, keyDecryptor!, token, jwe, plaintext, out written) ? JwtError.None
            : Failed;
    }

    private JwtError CheckAllowed(in JweHeader header) =>
        !Algorithms.Contains(header.Algorithm) ? new JwtError(JwtErrorCode.AlgorithmNotAllowed, "alg")
        : !Encryptions.Contains(header.Encryption) ? new JwtError(JwtErrorCode.AlgorithmNotAllowed, "enc")
        : JwtError.None;

    /// <summary>Finds the key with the <c>kid</c>; without a <c>kid</c>, the only key for the algorithm.</summary>
    private JwtError FindKey(in JweHeader header, out ContentEncryptionKeyDecryptor? keyDecryptor)
    {
        keyDecryptor = null;
        if (!header.KeyId.IsEmpty)
        {
            return !_byKeyId.TryGetValue(header.KeyId, out var named) ? new JwtError(JwtErrorCode.KeyNotFound, "kid")
                : named.TryGetKeyDecryptor(header.Algorithm, out keyDecryptor) ? JwtError.None
                : new JwtError(JwtErrorCode.AlgorithmNotAllowedForKey, "alg");
        }

        var candidates = 0;
        foreach (var key in Keys)
        {
            if (key.TryGetKeyDecryptor(header.Algorithm, out var candidate))
            {
                keyDecryptor = candidate;
                candidates++;
            }
        }

        return candidates == 1 ? JwtError.None : new JwtError(JwtErrorCode.KeyAmbiguous, "kid");
    }

    /// <summary>
    /// Decrypts the content. If the content encryption key cannot be decrypted, a random key is used, so that both failures take the
    /// same time (RFC 7516, section 11.5).
    /// </summary>
    private static bool TryDecrypt(
        in JweHeader header,
        ContentEncryptionKeyDecryptor keyDecryptor,
        ReadOnlySpan<byte> token,
        in CompactJwe jwe,
        Span<byte> plaintext,
        out int written)
    {
        using var buffer = PooledBuffer.Rent(token.Length);
        var encryptedKey = DecodeNext(token[jwe.EncryptedKeyRange], buffer.Span, out var rest);
        var content = new JweContent
        {
            AssociatedData = token[jwe.HeaderRange],
            Iv = DecodeNext(token[jwe.IvRange], rest, out rest),
            Ciphertext = DecodeNext(token[jwe.CiphertextRange], rest, out rest),
            Tag = DecodeNext(token[jwe.TagRange], rest, out _),
        };

        Span<byte> contentKey = stackalloc byte[header.Encryption.KeyBytes];
        var hasKey = keyDecryptor.TryGetKey(header, encryptedKey, contentKey);
        if (!hasKey)
        {
            RandomNumberGenerator.Fill(contentKey);
        }

        var isDecrypted = ContentCipher.TryDecrypt(header.Encryption, contentKey, content, plaintext, out written);
        CryptographicOperations.ZeroMemory(contentKey);
        return isDecrypted && hasKey;
    }

    private static ReadOnlySpan<byte> DecodeNext(ReadOnlySpan<byte> canonical, Span<byte> buffer, out Span<byte> rest)
    {
        var length = StrictBase64Url.DecodedLength(canonical.Length);
        rest = buffer[length..];
        return Decode(canonical, buffer[..length]);
    }

    private static ReadOnlySpan<byte> Decode(ReadOnlySpan<byte> canonical, Span<byte> destination)
    {
        StrictBase64Url.TryDecode(canonical, destination, out _);
        return destination;
    }
}

using System.Collections.Immutable;
using System.Security.Cryptography;
using HipaaJwt.Text;

namespace HipaaJwt.Encryption;

/// <summary>Decrypts tokens with our keys, by the algorithms that are allowed. It does not change.</summary>
internal sealed class TokenDecryptor
{
    private static readonly JwtError Failed = new(JwtErrorCode.DecryptionFailed);

    private readonly Utf8Table<DecryptionKey> _byKeyId;

    public TokenDecryptor(IEnumerable<DecryptionKey> keys, ImmutableArray<JweAlgorithmRow> algorithms, ImmutableArray<JweEncryptionRow> encryptions)
    {
        Keys = [.. keys];
        Algorithms = algorithms;
        Encryptions = encryptions;
        _byKeyId = new Utf8Table<DecryptionKey>(Keys
            .Where(key => key.KeyId is not null)
            .DistinctBy(key => key.KeyId)
            .Select(key => KeyValuePair.Create(key.KeyId!, key)));
    }

    public ImmutableArray<DecryptionKey> Keys { get; }

    public ImmutableArray<JweAlgorithmRow> Algorithms { get; }

    public ImmutableArray<JweEncryptionRow> Encryptions { get; }

    /// <summary>Decrypts a token (RFC 7516, section 5.2). The header's faults are told apart, for it is in the clear; all others are not.</summary>
    /// <param name="token">The token, whose shape is known to be good.</param>
    /// <param name="jwe">Its segments.</param>
    /// <param name="plaintext">Room for as many bytes as the ciphertext has.</param>
    /// <param name="written">The length of the plaintext.</param>
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

        error = Find(header, out var keyDecryptor);
        return !error.IsNone ? error
            : TryDecrypt(header, keyDecryptor!, token, jwe, plaintext, out written) ? JwtError.None
            : Failed;
    }

    private JwtError CheckAllowed(in JweHeader header) =>
        !Algorithms.Contains(header.Algorithm) ? new JwtError(JwtErrorCode.AlgorithmNotAllowed, "alg")
        : !Encryptions.Contains(header.Encryption) ? new JwtError(JwtErrorCode.AlgorithmNotAllowed, "enc")
        : JwtError.None;

    /// <summary>The key that the <c>kid</c> names, or without a <c>kid</c> the only one for the algorithm.</summary>
    private JwtError Find(in JweHeader header, out ContentEncryptionKeyDecryptor? keyDecryptor)
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
    /// Where the key of the content could not be had, a random one takes its place, so that the rest takes its time as well
    /// (RFC 7516, section 11.5).
    /// </summary>
    private static bool TryDecrypt(in JweHeader header, ContentEncryptionKeyDecryptor keyDecryptor, ReadOnlySpan<byte> token, in CompactJwe jwe, Span<byte> plaintext, out int written)
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

        var opened = ContentCipher.TryDecrypt(header.Encryption, contentKey, content, plaintext, out written);
        CryptographicOperations.ZeroMemory(contentKey);
        return opened && hasKey;
    }

    private static ReadOnlySpan<byte> DecodeNext(ReadOnlySpan<byte> canonical, Span<byte> room, out Span<byte> rest)
    {
        var length = StrictBase64Url.DecodedLength(canonical.Length);
        rest = room[length..];
        return Decode(canonical, room[..length]);
    }

    private static ReadOnlySpan<byte> Decode(ReadOnlySpan<byte> canonical, Span<byte> destination)
    {
        StrictBase64Url.TryDecode(canonical, destination, out _);
        return destination;
    }
}

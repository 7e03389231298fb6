using System.Security.Cryptography;
using System.Text;

namespace HipaaJwt.AuditLog.Keys;

/// <summary>Signatures of notes with ECDSA on P-256 (C2SP signed-note). The signature is in ASN.1 DER.</summary>
internal static class NoteSignature
{
    /// <summary>The signature type of ECDSA in a verifier key.</summary>
    public const byte EcdsaType = 2;

    public const int KeyIdLength = 4;

    private const int MaxNameLength = 255;
    private const int PointLength = 64;

    /// <summary>
    /// What is before the coordinates in the SubjectPublicKeyInfo of each uncompressed point on P-256 (RFC 5480 section 2).
    /// </summary>
    private static ReadOnlySpan<byte> Prefix =>
    [
        0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01,
        0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04,
    ];

    /// <summary>The first four bytes of the hash of the public key.</summary>
    public static byte[] KeyIdOf(ReadOnlySpan<byte> publicKey) => SHA256.HashData(publicKey)[..KeyIdLength];

    /// <summary>Whether a text can be the name of a key and of a stream.</summary>
    public static bool IsName(string? name) =>
        name is { Length: > 0 and <= MaxNameLength }
            && name.All(character => char.IsAsciiLetterOrDigit(character) || "-._/:".Contains(character, StringComparison.Ordinal));

    /// <summary>Whether this is a point on P-256 as SubjectPublicKeyInfo in its only form.</summary>
    public static bool IsPublicKey(ReadOnlySpan<byte> publicKey)
    {
        if (publicKey.Length != Prefix.Length + PointLength || !publicKey.StartsWith(Prefix))
        {
            return false;
        }

        try
        {
            using var key = Import(publicKey, out var read);
            return read == publicKey.Length;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    public static byte[] Sign(ECDsa key, string text) =>
        key.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

    /// <summary>Whether one of the signatures of a text is by a key under a name.</summary>
    public static bool IsValid(string text, string name, IEnumerable<SignatureLine> signatures, byte[] keyId, ECDsa key)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return signatures.Any(signature => signature.Name == name
            && signature.KeyId.AsSpan().SequenceEqual(keyId)
            && key.VerifyData(bytes, signature.Value, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
    }

    public static ECDsa Import(ReadOnlySpan<byte> publicKey, out int read)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(publicKey, out read);
            return key;
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }
}

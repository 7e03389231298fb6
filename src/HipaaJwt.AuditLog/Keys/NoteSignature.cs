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
    private const string P256 = "1.2.840.10045.3.1.7";

    /// <summary>The first four bytes of the hash of the public key.</summary>
    public static byte[] KeyIdOf(ReadOnlySpan<byte> publicKey) => SHA256.HashData(publicKey)[..KeyIdLength];

    /// <summary>Whether a text can be the name of a key and of a stream.</summary>
    public static bool IsName(string? name) =>
        name is { Length: > 0 and <= MaxNameLength }
            && name.All(character => char.IsAsciiLetterOrDigit(character) || "-._/:".Contains(character, StringComparison.Ordinal));

    public static bool IsPublicKey(ReadOnlySpan<byte> publicKey)
    {
        try
        {
            using var key = Import(publicKey, out var read);
            return read == publicKey.Length && key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value == P256;
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

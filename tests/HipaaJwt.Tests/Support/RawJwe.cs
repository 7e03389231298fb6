using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace HipaaJwt.Tests.Support;

/// <summary>Writes encrypted tokens byte by byte and without a JWT library, so that tests can also write invalid tokens.</summary>
public static class RawJwe
{
    /// <summary>Creates a token whose content key is encrypted with RSA OAEP and SHA-256.</summary>
    public static string Rsa(string header, RSA key, string encryption, string plaintext)
    {
        var contentKey = NewKey(encryption);
        var encryptedKey = key.Encrypt(contentKey, RSAEncryptionPadding.OaepSHA256);
        return Write(header, encryptedKey, contentKey, encryption, Encoding.UTF8.GetBytes(plaintext));
    }

    /// <summary>Creates a token whose content key is the shared key.</summary>
    public static string Direct(string header, byte[] contentKey, string encryption, string plaintext) =>
        Write(header, [], contentKey, encryption, Encoding.UTF8.GetBytes(plaintext));

    /// <summary>Creates a token with a key agreement. The header function receives the value of <c>epk</c>.</summary>
    public static string Agreed(Func<string, string> header, ECDiffieHellman key, string encryption, string plaintext)
    {
        using var sender = ECDiffieHellman.Create(key.ExportParameters(false).Curve);
        var contentKey = Derive(sender, key, encryption);
        return Write(header(EphemeralKey(sender)), [], contentKey, encryption, Encoding.UTF8.GetBytes(plaintext));
    }

    public static string EphemeralKey(ECDiffieHellman key)
    {
        var point = key.ExportParameters(false).Q;
        return EphemeralKey(key.KeySize == 256 ? "P-256" : key.KeySize == 384 ? "P-384" : "P-521", point.X!, point.Y!);
    }

    public static string EphemeralKey(string curve, byte[] x, byte[] y) =>
        $$"""{"kty":"EC","crv":"{{curve}}","x":"{{RawToken.Base64(x)}}","y":"{{RawToken.Base64(y)}}"}""";

    public static byte[] NewKey(string encryption) => RandomNumberGenerator.GetBytes(encryption switch
    {
        "A128GCM" => 16,
        "A256CBC-HS512" => 64,
        _ => 32,
    });

    public static string Write(string header, byte[] encryptedKey, byte[] contentKey, string encryption, byte[] plaintext)
    {
        var encoded = RawToken.Base64(header);
        var (iv, ciphertext, tag) = encryption.EndsWith("GCM", StringComparison.Ordinal)
            ? Gcm(contentKey, Encoding.ASCII.GetBytes(encoded), plaintext)
            : Cbc(contentKey, Encoding.ASCII.GetBytes(encoded), plaintext);
        return string.Join(
            '.', encoded, RawToken.Base64(encryptedKey), RawToken.Base64(iv), RawToken.Base64(ciphertext), RawToken.Base64(tag));
    }

    /// <summary>Computes the authentication tag of AES CBC with HMAC (RFC 7518 section 5.2.2.1).</summary>
    public static byte[] Tag(byte[] contentKey, byte[] associatedData, byte[] iv, byte[] ciphertext)
    {
        var bits = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bits, associatedData.Length * 8L);
        byte[] input = [.. associatedData, .. iv, .. ciphertext, .. bits];
        var half = contentKey.Length / 2;
        var macKey = contentKey.AsSpan(..half);
        var mac = half == 16 ? HMACSHA256.HashData(macKey, input) : HMACSHA512.HashData(macKey, input);
        return mac[..half];
    }

    private static byte[] Derive(ECDiffieHellman sender, ECDiffieHellman key, string encryption)
    {
        byte[] name = Encoding.ASCII.GetBytes(encryption);
        var bits = NewKey(encryption).Length * 8;
        byte[] info = [0, 0, 0, (byte)name.Length, .. name, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte)(bits >> 8), (byte)bits];
        using var publicKey = key.PublicKey;
        byte[] rounds =
        [
            .. sender.DeriveKeyFromHash(publicKey, HashAlgorithmName.SHA256, [0, 0, 0, 1], info),
            .. sender.DeriveKeyFromHash(publicKey, HashAlgorithmName.SHA256, [0, 0, 0, 2], info),
        ];
        return rounds[..(bits / 8)];
    }

    private static (byte[] Iv, byte[] Ciphertext, byte[] Tag) Gcm(byte[] key, byte[] associatedData, byte[] plaintext)
    {
        var (iv, ciphertext, tag) = (RandomNumberGenerator.GetBytes(12), new byte[plaintext.Length], new byte[16]);
        using var aes = new AesGcm(key, tag.Length);
        aes.Encrypt(iv, plaintext, ciphertext, tag, associatedData);
        return (iv, ciphertext, tag);
    }

    private static (byte[] Iv, byte[] Ciphertext, byte[] Tag) Cbc(byte[] key, byte[] associatedData, byte[] plaintext)
    {
        var iv = RandomNumberGenerator.GetBytes(16);
        using var aes = Aes.Create();
        aes.Key = key[(key.Length / 2)..];
        var ciphertext = aes.EncryptCbc(plaintext, iv);
        return (iv, ciphertext, Tag(key, associatedData, iv, ciphertext));
    }
}

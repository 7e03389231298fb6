using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace HipaaJwt.Tests.Support;

/// <summary>Writes tokens byte by byte and without a JWT library, so that tests can also write invalid tokens.</summary>
public static class RawToken
{
    public static string Base64(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);

    public static string Base64(string text) => Base64(Encoding.UTF8.GetBytes(text));

    public static string Sign(string header, string payload, Func<byte[], byte[]> sign) =>
        Sign(Encoding.UTF8.GetBytes(header), Encoding.UTF8.GetBytes(payload), sign);

    public static string Sign(byte[] header, byte[] payload, Func<byte[], byte[]> sign) =>
        SignEncoded(Base64(header), Base64(payload), sign);

    /// <summary>Signs encoded segments without changes, whether or not they are canonical.</summary>
    public static string SignEncoded(string header, string payload, Func<byte[], byte[]> sign)
    {
        var signingInput = header + "." + payload;
        return signingInput + "." + Base64(sign(Encoding.UTF8.GetBytes(signingInput)));
    }

    public static Func<byte[], byte[]> Es256(ECDsa key) =>
        data => key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    public static Func<byte[], byte[]> Rs256(RSA key) =>
        data => key.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    public static Func<byte[], byte[]> Hs256(byte[] key) => data => HMACSHA256.HashData(key, data);
}

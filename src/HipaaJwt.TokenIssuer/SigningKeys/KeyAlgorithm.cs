using System.Security.Cryptography;

namespace HipaaJwt.TokenIssuer.SigningKeys;

/// <summary>What distinguishes the algorithms that the issuer can sign with (RFC 7518, section 3.1).</summary>
internal static class KeyAlgorithm
{
    private const int RsaKeySize = 3072;

    public static bool IsSupported(JwsAlgorithm algorithm) =>
        algorithm is JwsAlgorithm.ES256 or JwsAlgorithm.RS256 or JwsAlgorithm.PS256;

    /// <summary>Creates a private key in PKCS#8.</summary>
    public static byte[] CreateKey(JwsAlgorithm algorithm)
    {
        using var key = Create(algorithm);
        return key.ExportPkcs8PrivateKey();
    }

    /// <exception cref="CryptographicException">It is not a private key of the algorithm.</exception>
    public static AsymmetricAlgorithm Import(JwsAlgorithm algorithm, ReadOnlySpan<byte> pkcs8)
    {
        AsymmetricAlgorithm key = algorithm == JwsAlgorithm.ES256 ? ECDsa.Create() : RSA.Create();
        try
        {
            key.ImportPkcs8PrivateKey(pkcs8, out _);
            return key;
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    public static byte[] Sign(JwsAlgorithm algorithm, AsymmetricAlgorithm key, ReadOnlySpan<byte> data) => algorithm switch
    {
        JwsAlgorithm.ES256 => ((ECDsa)key).SignHash(SHA256.HashData(data)),
        JwsAlgorithm.RS256 => ((RSA)key).SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        _ => ((RSA)key).SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
    };

    private static AsymmetricAlgorithm Create(JwsAlgorithm algorithm) =>
        algorithm == JwsAlgorithm.ES256 ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : RSA.Create(RsaKeySize);
}

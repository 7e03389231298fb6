using System.Globalization;
using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Testing.Tokens;

/// <summary>A key pair for one signature algorithm. The private half never leaves the object.</summary>
internal sealed class TestSigningKey : IDisposable
{
    private readonly AsymmetricAlgorithm _key;
    private readonly Lock _lock = new();

    private TestSigningKey(JwsAlgorithm algorithm, string keyId, AsymmetricAlgorithm key)
    {
        Algorithm = algorithm;
        KeyId = keyId;
        _key = key;
        PublicKey = CreatePublicKey(key, keyId);
    }

    public JwsAlgorithm Algorithm { get; }

    public string KeyId { get; }

    public SecurityKey PublicKey { get; }

    /// <summary>Chooses the algorithm of a key: an elliptic curve if the issuer allows one, because such keys are created fast.</summary>
    /// <returns>The algorithm; ES256 if the issuer allows none with a public key.</returns>
    public static JwsAlgorithm Choose(IEnumerable<JwsAlgorithm> allowed) => allowed
        .Where(algorithm => algorithm >= JwsAlgorithm.RS256)
        .OrderBy(algorithm => algorithm < JwsAlgorithm.ES256)
        .FirstOrDefault(JwsAlgorithm.ES256);

    public static TestSigningKey Create(JwsAlgorithm algorithm, string keyId) => new(algorithm, keyId, algorithm switch
    {
        JwsAlgorithm.ES256 => ECDsa.Create(ECCurve.NamedCurves.nistP256),
        JwsAlgorithm.ES384 => ECDsa.Create(ECCurve.NamedCurves.nistP384),
        JwsAlgorithm.ES512 => ECDsa.Create(ECCurve.NamedCurves.nistP521),
        _ => RSA.Create(2048),
    });

    public byte[] Sign(byte[] data)
    {
        lock (_lock)
        {
            return _key switch
            {
                ECDsa key => key.SignData(data, Hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation),
                RSA key => key.SignData(data, Hash, Padding),
                _ => throw new InvalidOperationException($"{Algorithm} has no key."),
            };
        }
    }

    public void Dispose() => _key.Dispose();

    private HashAlgorithmName Hash => Algorithm switch
    {
        JwsAlgorithm.RS384 or JwsAlgorithm.PS384 or JwsAlgorithm.ES384 => HashAlgorithmName.SHA384,
        JwsAlgorithm.RS512 or JwsAlgorithm.PS512 or JwsAlgorithm.ES512 => HashAlgorithmName.SHA512,
        _ => HashAlgorithmName.SHA256,
    };

    private RSASignaturePadding Padding => Algorithm is JwsAlgorithm.PS256 or JwsAlgorithm.PS384 or JwsAlgorithm.PS512
        ? RSASignaturePadding.Pss
        : RSASignaturePadding.Pkcs1;

    private static SecurityKey CreatePublicKey(AsymmetricAlgorithm key, string keyId) => key switch
    {
        ECDsa curve => CreatePublicKey(curve.ExportParameters(includePrivateParameters: false).Q, curve.KeySize, keyId),
        RSA rsa => new RsaSecurityKey(rsa.ExportParameters(includePrivateParameters: false)) { KeyId = keyId },
        _ => throw new ArgumentException("The key is neither RSA nor ECDSA.", nameof(key)),
    };

    private static JsonWebKey CreatePublicKey(ECPoint point, int size, string keyId) => new()
    {
        Kty = JsonWebAlgorithmsKeyTypes.EllipticCurve,
        Crv = string.Create(CultureInfo.InvariantCulture, $"P-{size}"),
        X = Base64UrlEncoder.Encode(point.X),
        Y = Base64UrlEncoder.Encode(point.Y),
        Kid = keyId,
    };
}

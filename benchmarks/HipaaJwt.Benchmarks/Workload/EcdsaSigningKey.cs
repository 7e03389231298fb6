using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Benchmarks.Workload;

internal sealed class EcdsaSigningKey : SigningKey
{
    private readonly ECDsa _key;
    private readonly HashAlgorithmName _hash;

    public EcdsaSigningKey(JwsAlgorithm algorithm)
        : this(algorithm, ECDsa.Create(CurveOf(algorithm)))
    {
    }

    private EcdsaSigningKey(JwsAlgorithm algorithm, ECDsa key)
        : base(algorithm)
    {
        _key = key;
        _hash = Digest.NameOf(algorithm);
        SecurityKey = new ECDsaSecurityKey(key) { KeyId = KeyId };
    }

    public override SecurityKey SecurityKey { get; }

    public override object JoseKey => _key;

    public override byte[] Sign(ReadOnlySpan<byte> signingInput) =>
        _key.SignData(signingInput, _hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    public override bool Verify(ReadOnlySpan<byte> signingInput, ReadOnlySpan<byte> signature) =>
        _key.VerifyHash(
            Digest.Compute(_hash, signingInput, stackalloc byte[Digest.MaxBytes]),
            signature,
            DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    /// <summary>Uses the signature format of HipaaJwt. With OpenSSL it is DER, which needs no conversion.</summary>
    public override Action PlatformVerification()
    {
        var (key, format) = OperatingSystem.IsLinux()
            ? (new ECDsaOpenSsl(), DSASignatureFormat.Rfc3279DerSequence)
            : (ECDsa.Create(), DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        key.ImportParameters(_key.ExportParameters(includePrivateParameters: false));
        var hash = new byte[32];
        var signature = _key.SignHash(hash, format);
        return () => key.VerifyHash(hash, signature, format);
    }

    public override SigningKey Copy() =>
        new EcdsaSigningKey(Algorithm, ECDsa.Create(_key.ExportParameters(includePrivateParameters: true)));

    public override void Dispose() => _key.Dispose();

    private static ECCurve CurveOf(JwsAlgorithm algorithm) => algorithm switch
    {
        JwsAlgorithm.ES256 => ECCurve.NamedCurves.nistP256,
        JwsAlgorithm.ES384 => ECCurve.NamedCurves.nistP384,
        _ => ECCurve.NamedCurves.nistP521,
    };
}

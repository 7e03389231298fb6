using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Benchmarks.Workload;

/// <summary>
/// A key of one algorithm. It signs the tokens. It also verifies signatures without any other work, which is the minimum time of
/// every validator.
/// </summary>
internal abstract class SigningKey(JwsAlgorithm algorithm) : IDisposable
{
    public const string KeyId = "2026-01-signing";

    public JwsAlgorithm Algorithm { get; } = algorithm;

    public string Name => Algorithm.ToString();

    /// <summary>The key for HipaaJwt and Microsoft's handler.</summary>
    public abstract SecurityKey SecurityKey { get; }

    /// <summary>The key for jose-jwt.</summary>
    public abstract object JoseKey { get; }

    public static SigningKey Create(JwsAlgorithm algorithm) => algorithm switch
    {
        <= JwsAlgorithm.HS512 => new HmacSigningKey(algorithm),
        <= JwsAlgorithm.PS512 => new RsaSigningKey(algorithm),
        _ => new EcdsaSigningKey(algorithm),
    };

    public abstract byte[] Sign(ReadOnlySpan<byte> signingInput);

    /// <summary>Hashes the signing input and verifies the signature with the platform, or computes and compares the HMAC.</summary>
    public abstract bool Verify(ReadOnlySpan<byte> signingInput, ReadOnlySpan<byte> signature);

    /// <summary>Returns the call of the platform with which HipaaJwt verifies a signature, to measure its allocation.</summary>
    public abstract Action PlatformVerification();

    /// <summary>Returns a copy of the key for another thread.</summary>
    public abstract SigningKey Copy();

    public abstract void Dispose();
}

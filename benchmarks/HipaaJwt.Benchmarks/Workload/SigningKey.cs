using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Benchmarks.Workload;

/// <summary>
/// A key of one algorithm: it signs the tokens, and it verifies a signature at the price of the cryptography alone, which is
/// the floor for every validator.
/// </summary>
internal abstract class SigningKey(JwsAlgorithm algorithm) : IDisposable
{
    public const string KeyId = "2026-01-signing";

    public JwsAlgorithm Algorithm { get; } = algorithm;

    public string Name => Algorithm.ToString();

    /// <summary>The key as HipaaJwt and Microsoft's handler take it.</summary>
    public abstract SecurityKey SecurityKey { get; }

    /// <summary>The key as jose-jwt takes it.</summary>
    public abstract object JoseKey { get; }

    public static SigningKey Create(JwsAlgorithm algorithm) => algorithm switch
    {
        <= JwsAlgorithm.HS512 => new HmacSigningKey(algorithm),
        <= JwsAlgorithm.PS512 => new RsaSigningKey(algorithm),
        _ => new EcdsaSigningKey(algorithm),
    };

    public abstract byte[] Sign(ReadOnlySpan<byte> signingInput);

    /// <summary>SHA-2 over the signing input and the platform's own verification, or the HMAC and its comparison.</summary>
    public abstract bool Verify(ReadOnlySpan<byte> signingInput, ReadOnlySpan<byte> signature);

    /// <summary>The platform's call that HipaaJwt makes for a signature, alone: what it allocates is the platform's matter.</summary>
    public abstract Action PlatformVerification();

    /// <summary>The same key in an object of its own, for another thread.</summary>
    public abstract SigningKey Copy();

    public abstract void Dispose();
}

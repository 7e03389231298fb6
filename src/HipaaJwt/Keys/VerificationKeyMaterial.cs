using System.Collections.Immutable;
using System.Security.Cryptography;
using HipaaJwt.Jws;

namespace HipaaJwt.Keys;

/// <summary>The public part of an asymmetric key or the bytes of a symmetric one, with what the key says of itself.</summary>
internal sealed class VerificationKeyMaterial
{
    public required KeyFamily Family { get; init; }

    public string? KeyId { get; init; }

    /// <summary>The one algorithm that the key itself names (<c>alg</c> of RFC 7517, section 4.4).</summary>
    public string? DeclaredAlgorithm { get; init; }

    public bool HasPrivateParts { get; init; }

    public RSAParameters Rsa { get; init; }

    public ECParameters EllipticCurve { get; init; }

    public string? Curve { get; init; }

    public byte[] Secret { get; init; } = [];

    /// <summary>Verifiers for those of the allowed algorithms that the key is fit for.</summary>
    /// <exception cref="CryptographicException">The platform does not take the key.</exception>
    public ImmutableArray<SignatureVerifier> CreateVerifiers(IEnumerable<JwsAlgorithmRow> allowed) =>
        [.. allowed.Where(IsFitFor).Select(CreateVerifier)];

    private bool IsFitFor(JwsAlgorithmRow algorithm) =>
        algorithm.Family == Family
        && algorithm.Curve == Curve
        && (DeclaredAlgorithm is null || DeclaredAlgorithm == algorithm.Name)
        && (Family != KeyFamily.Symmetric || Secret.Length >= algorithm.HashBytes);

    private SignatureVerifier CreateVerifier(JwsAlgorithmRow algorithm) => Family switch
    {
        KeyFamily.Symmetric => new HmacVerifier(algorithm, Secret),
        KeyFamily.Rsa => new RsaVerifier(algorithm, Rsa),
        _ => new EcdsaVerifier(algorithm, EllipticCurve),
    };
}

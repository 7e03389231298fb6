using System.Collections.Immutable;
using System.Security.Cryptography;
using HipaaJwt.Jws;

namespace HipaaJwt.Keys;

/// <summary>The public part of an asymmetric key or the bytes of a symmetric key, with its key ID and its declared algorithm.</summary>
internal sealed class VerificationKeyMaterial
{
    public required KeyFamily Family { get; init; }

    public string? KeyId { get; init; }

    /// <summary>The only algorithm that the key may be used with (<c>alg</c>; RFC 7517, section 4.4); null for any.</summary>
    public string? DeclaredAlgorithm { get; init; }

    public bool HasPrivateParts { get; init; }

    public RSAParameters Rsa { get; init; }

    public ECParameters EllipticCurve { get; init; }

    public string? Curve { get; init; }

    public byte[] Secret { get; init; } = [];

    /// <inheritdoc cref="KeyThumbprint"/>
    public string Thumbprint => field ??= KeyThumbprint.Of(this);

    /// <summary>Creates a verifier for each allowed algorithm that the key supports.</summary>
    /// <exception cref="CryptographicException">The platform cannot import the key.</exception>
    public ImmutableArray<SignatureVerifier> CreateVerifiers(IEnumerable<JwsAlgorithmRow> allowed) =>
        [.. allowed.Where(Supports).Select(CreateVerifier)];

    private bool Supports(JwsAlgorithmRow algorithm) =>
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

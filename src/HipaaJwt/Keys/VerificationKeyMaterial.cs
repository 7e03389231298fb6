using System.Collections.Immutable;
using System.Security.Cryptography;
using HipaaJwt.Jws;

namespace HipaaJwt.Keys;

/// <summary>The public part of an asymmetric key or the bytes of a symmetric key, with its key ID and its declared algorithm.</summary>
internal sealed class VerificationKeyMaterial
{
    private ImmutableArray<SignatureVerifier> _shared = [];

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

    /// <inheritdoc cref="KeyThumbprint.OfSigner"/>
    public string SignerThumbprint => field ??= KeyThumbprint.OfSigner(this);

    /// <summary>Creates a verifier for each allowed algorithm that the key supports.</summary>
    /// <exception cref="CryptographicException">The platform cannot import the key.</exception>
    public ImmutableArray<SignatureVerifier> CreateVerifiers(IEnumerable<JwsAlgorithmRow> allowed) =>
        [.. allowed.Where(Supports).Select(CreateVerifier)];

    /// <summary>Gets a verifier for each allowed algorithm that the key supports. All callers share them.</summary>
    /// <exception cref="CryptographicException">The platform cannot import the key.</exception>
    public ImmutableArray<SignatureVerifier> VerifiersFor(IEnumerable<JwsAlgorithmRow> allowed) =>
        [.. allowed.Where(Supports).Select(SharedVerifierFor)];

    /// <summary>Whether the key may be used with the algorithm.</summary>
    public bool Supports(JwsAlgorithmRow algorithm) =>
        algorithm.Family == Family
        && algorithm.Curve == Curve
        && (DeclaredAlgorithm is null || DeclaredAlgorithm == algorithm.Name)
        && (Family != KeyFamily.Symmetric || Secret.Length >= algorithm.HashBytes);

    /// <summary>Whether a token header with <c>kid</c> and <c>alg</c> could mean this key and another one.</summary>
    public bool IsAmbiguousWith(VerificationKeyMaterial other, IEnumerable<JwsAlgorithmRow> allowed) =>
        KeyId == other.KeyId
        && Thumbprint != other.Thumbprint
        && allowed.Any(algorithm => Supports(algorithm) && other.Supports(algorithm));

    private SignatureVerifier SharedVerifierFor(JwsAlgorithmRow algorithm)
    {
        if (Find(_shared, algorithm) is { } existing)
        {
            return existing;
        }

        var created = CreateVerifier(algorithm);
        ImmutableInterlocked.Update(ref _shared, shared => Find(shared, algorithm) is null ? shared.Add(created) : shared);
        return Find(_shared, algorithm)!;
    }

    private static SignatureVerifier? Find(ImmutableArray<SignatureVerifier> verifiers, JwsAlgorithmRow algorithm) =>
        verifiers.FirstOrDefault(verifier => ReferenceEquals(verifier.Algorithm, algorithm));

    private SignatureVerifier CreateVerifier(JwsAlgorithmRow algorithm) => Family switch
    {
        KeyFamily.Symmetric => new HmacVerifier(algorithm, Secret),
        KeyFamily.Rsa => new RsaVerifier(algorithm, Rsa),
        _ => new EcdsaVerifier(algorithm, EllipticCurve),
    };
}

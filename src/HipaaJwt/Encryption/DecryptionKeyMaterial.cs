using System.Collections.Immutable;
using System.Security.Cryptography;
using HipaaJwt.Jws;

namespace HipaaJwt.Encryption;

/// <summary>What decryption needs of a key of ours, with what the key says of itself. One of the three kinds is there.</summary>
internal sealed class DecryptionKeyMaterial
{
    public string? KeyId { get; init; }

    /// <summary>The one algorithm that the key itself names (RFC 7517, section 4.4); for a shared key it may be that of the content.</summary>
    public string? DeclaredAlgorithm { get; init; }

    public Func<RSA>? Rsa { get; init; }

    public Func<ECDiffieHellman>? EllipticCurve { get; init; }

    /// <summary>The curve of an elliptic-curve key.</summary>
    public NistCurve? Curve { get; init; }

    public byte[]? Secret { get; init; }

    /// <summary>Sources for those of the allowed algorithms that the key is fit for.</summary>
    /// <exception cref="CryptographicException">The platform does not take the key.</exception>
    public ImmutableArray<ContentEncryptionKeyDecryptor> CreateKeyDecryptors(ImmutableArray<JweAlgorithmRow> algorithms, ImmutableArray<JweEncryptionRow> encryptions)
    {
        if (Secret is not null)
        {
            return [.. algorithms.Where(algorithm => IsFitFor(algorithm, encryptions)).Select(algorithm => new SymmetricContentKeyDecryptor(algorithm, Secret, DeclaredEncryption))];
        }

        var fit = algorithms.Where(IsDeclared);
        if (Rsa is not null)
        {
            var keys = new KeyPool<RSA>(Rsa);
            return [.. fit.Where(algorithm => algorithm.Kind == KeyManagement.RsaOaep).Select(algorithm => new RsaContentKeyDecryptor(algorithm, keys))];
        }

        var pool = new KeyPool<ECDiffieHellman>(EllipticCurve!);
        return [.. fit.Where(algorithm => algorithm.Kind == KeyManagement.EcdhEs).Select(algorithm => new EcdhContentKeyDecryptor(algorithm, pool, Curve!))];
    }

    private string? DeclaredEncryption => JweEncryptions.All.FirstOrDefault(row => row.Name == DeclaredAlgorithm)?.Name;

    private bool IsDeclared(JweAlgorithmRow algorithm) => DeclaredAlgorithm is null || DeclaredAlgorithm == algorithm.Name;

    private bool IsFitFor(JweAlgorithmRow algorithm, ImmutableArray<JweEncryptionRow> encryptions) => algorithm.Kind switch
    {
        KeyManagement.KeyWrap => algorithm.WrapBytes == Secret!.Length && IsDeclared(algorithm),
        KeyManagement.Direct => (IsDeclared(algorithm) || DeclaredEncryption is not null)
            && encryptions.Any(encryption => encryption.KeyBytes == Secret!.Length && (DeclaredEncryption ?? encryption.Name) == encryption.Name),
        _ => false,
    };
}

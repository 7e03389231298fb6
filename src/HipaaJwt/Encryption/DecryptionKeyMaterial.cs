using System.Collections.Immutable;
using System.Security.Cryptography;
using HipaaJwt.Jws;

namespace HipaaJwt.Encryption;

/// <summary>The parameters of a decryption key: exactly one of RSA, elliptic curve or secret, and the key's own restrictions.</summary>
internal sealed class DecryptionKeyMaterial
{
    public string? KeyId { get; init; }

    /// <summary>The <c>alg</c> of the key (RFC 7517, section 4.4). For a shared key it may be a content encryption algorithm.</summary>
    public string? DeclaredAlgorithm { get; init; }

    public Func<RSA>? Rsa { get; init; }

    public Func<ECDiffieHellman>? EllipticCurve { get; init; }

    /// <summary>The curve of an elliptic-curve key.</summary>
    public NistCurve? Curve { get; init; }

    public byte[]? Secret { get; init; }

    /// <summary>Creates a decryptor for each of the given algorithms that the key fits.</summary>
    /// <exception cref="CryptographicException">The platform rejects the key.</exception>
    public ImmutableArray<ContentEncryptionKeyDecryptor> CreateKeyDecryptors(
        ImmutableArray<JweAlgorithmRow> algorithms, ImmutableArray<JweEncryptionRow> encryptions)
    {
        if (Secret is not null)
        {
            return
            [
                .. algorithms
                    .Where(algorithm => FitsSecret(algorithm, encryptions))
                    .Select(algorithm => new SymmetricContentKeyDecryptor(algorithm, Secret, DeclaredEncryption)),
            ];
        }

        if (Rsa is not null)
        {
            var rsaKeys = new KeyPool<RSA>(Rsa);
            var rsaAlgorithms = algorithms.Where(algorithm => algorithm.Kind == KeyManagement.RsaOaep && IsDeclared(algorithm));
            return [.. rsaAlgorithms.Select(algorithm => new RsaContentKeyDecryptor(algorithm, rsaKeys))];
        }

        var keys = new KeyPool<ECDiffieHellman>(EllipticCurve!);
        var ecdhAlgorithms = algorithms.Where(algorithm => algorithm.Kind == KeyManagement.EcdhEs && IsDeclared(algorithm));
        return [.. ecdhAlgorithms.Select(algorithm => new EcdhContentKeyDecryptor(algorithm, keys, Curve!))];
    }

    private string? DeclaredEncryption => JweEncryptions.All.FirstOrDefault(row => row.Name == DeclaredAlgorithm)?.Name;

    private bool IsDeclared(JweAlgorithmRow algorithm) => DeclaredAlgorithm is null || DeclaredAlgorithm == algorithm.Name;

    private bool FitsSecret(JweAlgorithmRow algorithm, ImmutableArray<JweEncryptionRow> encryptions) => algorithm.Kind switch
    {
        KeyManagement.KeyWrap => algorithm.WrapBytes == Secret!.Length && IsDeclared(algorithm),
        KeyManagement.Direct => (IsDeclared(algorithm) || DeclaredEncryption is not null)
            && encryptions.Any(row => row.KeyBytes == Secret!.Length && (DeclaredEncryption ?? row.Name) == row.Name),
        _ => false,
    };
}

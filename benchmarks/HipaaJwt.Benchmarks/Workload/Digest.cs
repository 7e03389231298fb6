using System.Security.Cryptography;

namespace HipaaJwt.Benchmarks.Workload;

/// <summary>The hash function of an algorithm.</summary>
internal static class Digest
{
    public const int MaxBytes = SHA512.HashSizeInBytes;

    public static HashAlgorithmName NameOf(JwsAlgorithm algorithm) => algorithm switch
    {
        JwsAlgorithm.RS256 or JwsAlgorithm.PS256 or JwsAlgorithm.ES256 => HashAlgorithmName.SHA256,
        JwsAlgorithm.RS384 or JwsAlgorithm.PS384 or JwsAlgorithm.ES384 => HashAlgorithmName.SHA384,
        _ => HashAlgorithmName.SHA512,
    };

    public static Span<byte> Compute(HashAlgorithmName name, ReadOnlySpan<byte> input, Span<byte> destination) =>
        destination[..CryptographicOperations.HashData(name, input, destination)];
}

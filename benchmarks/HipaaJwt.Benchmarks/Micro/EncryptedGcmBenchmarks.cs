using BenchmarkDotNet.Attributes;

namespace HipaaJwt.Benchmarks.Micro;

/// <summary>Encrypted tokens with algorithms that Microsoft's handler does not support.</summary>
public class EncryptedGcmBenchmarks : DecryptionBenchmarks
{
    [Params("RSA-OAEP-256 A256GCM", "ECDH-ES A256GCM", "dir A256GCM")]
    public override string Pair { get; set; } = string.Empty;
}

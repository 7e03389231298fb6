using BenchmarkDotNet.Attributes;

namespace HipaaJwt.Benchmarks.Micro;

/// <summary>The same by algorithms that Microsoft's handler does not decrypt.</summary>
public class EncryptedGcmBenchmarks : DecryptionBenchmarks
{
    [Params("RSA-OAEP-256 A256GCM", "ECDH-ES A256GCM", "dir A256GCM")]
    public override string Pair { get; set; } = string.Empty;
}

using BenchmarkDotNet.Attributes;
using HipaaJwt.Benchmarks.Workload;

namespace HipaaJwt.Benchmarks.Micro;

/// <summary>
/// Encrypted tokens with the algorithms that Microsoft's handler supports: new, repeated, and with a changed authentication tag. All
/// of them contain the same signed token.
/// </summary>
public class EncryptedBenchmarks : DecryptionBenchmarks
{
    [Params("RSA-OAEP A256CBC-HS512", "A256KW A256CBC-HS512", "dir A256CBC-HS512")]
    public override string Pair { get; set; } = string.Empty;

    [Benchmark]
    public bool Microsoft() => MicrosoftDecryptor.Accepts(Sent);
}

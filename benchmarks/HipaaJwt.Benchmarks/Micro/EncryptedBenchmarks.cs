using BenchmarkDotNet.Attributes;
using HipaaJwt.Benchmarks.Workload;

namespace HipaaJwt.Benchmarks.Micro;

/// <summary>
/// Encrypted tokens by the algorithms that Microsoft's handler has: not seen before, seen before, and with a tag that was changed on
/// the way. Inside is the same signed token for all.
/// </summary>
public class EncryptedBenchmarks : DecryptionBenchmarks
{
    [Params("RSA-OAEP A256CBC-HS512", "A256KW A256CBC-HS512", "dir A256CBC-HS512")]
    public override string Pair { get; set; } = string.Empty;

    [Benchmark]
    public bool Microsoft() => MicrosoftDecryptor.Accepts(Sent);
}

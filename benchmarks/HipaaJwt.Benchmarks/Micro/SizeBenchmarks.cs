using BenchmarkDotNet.Attributes;
using HipaaJwt.Benchmarks.Workload;

namespace HipaaJwt.Benchmarks.Micro;

/// <summary>Tokens of 512 to 8192 characters.</summary>
public class SizeBenchmarks : TokenBenchmarks
{
    [Params(JwsAlgorithm.HS256, JwsAlgorithm.ES256)]
    public override JwsAlgorithm Algorithm { get; set; }

    [Params(512, 1024, 2048, 4096, 8192)]
    public int Size { get; set; }

    [Benchmark(Baseline = true)]
    public bool Raw() => Key.Verify(Token.SigningInput, Token.Signature);

    [Benchmark]
    public bool FirstSight() => Uncached.Accepts(Token.Text);

    [Benchmark]
    public bool Repeated() => Cached.Accepts(Token.Text);

    [Benchmark]
    public bool Microsoft() => MicrosoftHandler.Accepts(Token.Text);

    [Benchmark]
    public bool JoseJwt() => Jose.Accepts(Token.Text);

    private protected override SignedToken CreateToken() => AccessToken.OfLength(Key, Size);
}

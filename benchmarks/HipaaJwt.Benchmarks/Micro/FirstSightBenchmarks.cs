using BenchmarkDotNet.Attributes;

namespace HipaaJwt.Benchmarks.Micro;

/// <summary>
/// A token that was not seen before, for all algorithms. The cache is off, so that one token will do; the gate measures
/// ever-new tokens with the cache on.
/// </summary>
public class FirstSightBenchmarks : TokenBenchmarks
{
    [ParamsAllValues]
    public override JwsAlgorithm Algorithm { get; set; }

    [Benchmark(Baseline = true)]
    public bool Raw() => Key.Verify(Token.SigningInput, Token.Signature);

    [Benchmark]
    public bool HipaaJwt() => Uncached.Accepts(Token.Text);

    [Benchmark]
    public bool Microsoft() => MicrosoftHandler.Accepts(Token.Text);

    [Benchmark]
    public bool JoseJwt() => Jose.Accepts(Token.Text);
}

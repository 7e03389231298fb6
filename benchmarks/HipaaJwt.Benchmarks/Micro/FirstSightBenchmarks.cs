using BenchmarkDotNet.Attributes;

namespace HipaaJwt.Benchmarks.Micro;

/// <summary>
/// A token that was not seen before, for all algorithms. One token suffices because the cache is disabled. The gate measures new
/// tokens with the cache enabled.
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

using BenchmarkDotNet.Attributes;

namespace HipaaJwt.Benchmarks.Micro;

/// <summary>A repeated token. The other contenders have no cache, so they are not measured again.</summary>
public class RepeatedBenchmarks : TokenBenchmarks
{
    [ParamsAllValues]
    public override JwsAlgorithm Algorithm { get; set; }

    [Benchmark]
    public bool HipaaJwt() => Cached.Accepts(Token.Text);
}

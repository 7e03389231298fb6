using BenchmarkDotNet.Attributes;

namespace HipaaJwt.Benchmarks.Micro;

/// <summary>The same token again. The others do as much as at first sight, so they are not measured twice.</summary>
public class RepeatedBenchmarks : TokenBenchmarks
{
    [ParamsAllValues]
    public override JwsAlgorithm Algorithm { get; set; }

    [Benchmark]
    public bool HipaaJwt() => Cached.Accepts(Token.Text);
}

using BenchmarkDotNet.Attributes;
using HipaaJwt.Benchmarks.Workload;
using Microsoft.IdentityModel.JsonWebTokens;

namespace HipaaJwt.Benchmarks.Micro;

/// <summary>Checks whether a text has the shape of a token. CanReadToken is the only method of Microsoft's handler for that.</summary>
public class ParseBenchmarks
{
    private readonly JsonWebTokenHandler _handler = new();
    private string _text = string.Empty;

    [Params(800, 8000)]
    public int Length { get; set; }

    [GlobalSetup]
    public void SetUp() => _text = ParsedToken.OfLength(Length);

    [Benchmark(Baseline = true)]
    public bool HipaaJwt() => CompactJws.TryParse(_text, out _);

    [Benchmark]
    public bool Microsoft() => _handler.CanReadToken(_text);

    [Benchmark]
    public int JoseJwt() => Jose.Compact.Iterate(_text).Count;
}

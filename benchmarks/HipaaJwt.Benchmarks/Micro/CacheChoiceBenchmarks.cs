using BenchmarkDotNet.Attributes;
using BitFaster.Caching.Lru;
using Microsoft.Extensions.Caching.Memory;

namespace HipaaJwt.Benchmarks.Micro;

/// <summary>
/// Compares a lookup by the whole token in other caches with the complete validation of a cached token. The lookup uses a copy of
/// the token, because on a server each request has its own.
/// </summary>
public class CacheChoiceBenchmarks : TokenBenchmarks
{
    private readonly MemoryCache _memoryCache = new(new MemoryCacheOptions());
    private readonly ConcurrentLru<string, object> _lru = new(4096);
    private string _copy = string.Empty;

    [Params(JwsAlgorithm.RS256)]
    public override JwsAlgorithm Algorithm { get; set; }

    public override void SetUp()
    {
        base.SetUp();
        _memoryCache.Set(Token.Text, new object());
        _lru.AddOrUpdate(Token.Text, new object());
        _copy = new string(Token.Text.AsSpan());
        Cached.Accepts(Token.Text);
    }

    [Benchmark(Baseline = true)]
    public bool WholeValidation() => Cached.Accepts(_copy);

    [Benchmark]
    public bool MemoryCacheLookUp() => _memoryCache.TryGetValue(_copy, out _);

    [Benchmark]
    public bool ConcurrentLruLookUp() => _lru.TryGet(_copy, out _);

    protected override void Dispose(bool disposing)
    {
        _memoryCache.Dispose();
        base.Dispose(disposing);
    }
}

using BenchmarkDotNet.Attributes;
using HipaaJwt.Benchmarks.Contenders;
using HipaaJwt.Benchmarks.Workload;

namespace HipaaJwt.Benchmarks.Micro;

/// <summary>A key, a token signed with it, and the contenders that trust it.</summary>
public abstract class TokenBenchmarks : IDisposable
{
    public abstract JwsAlgorithm Algorithm { get; set; }

    private protected SigningKey Key { get; private set; } = null!;

    private protected HipaaJwtValidator Cached { get; private set; } = null!;

    private protected HipaaJwtValidator Uncached { get; private set; } = null!;

    private protected MicrosoftValidator MicrosoftHandler { get; private set; } = null!;

    private protected JoseValidator Jose { get; private set; } = null!;

    private protected SignedToken Token { get; private set; } = null!;

    [GlobalSetup]
    public virtual void SetUp()
    {
        Key = SigningKey.Create(Algorithm);
        Cached = new HipaaJwtValidator(Key);
        Uncached = new HipaaJwtValidator(Key, withCache: false);
        MicrosoftHandler = new MicrosoftValidator(Key);
        Jose = new JoseValidator(Key);
        Token = CreateToken();
    }

    [GlobalCleanup]
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        Cached.Dispose();
        Uncached.Dispose();
        Key.Dispose();
    }

    private protected virtual SignedToken CreateToken() => SignedToken.Create(Key, AccessToken.Claims());
}

using BenchmarkDotNet.Attributes;
using HipaaJwt.Benchmarks.Contenders;
using HipaaJwt.Benchmarks.Workload;

namespace HipaaJwt.Benchmarks.Micro;

/// <summary>A signed token that is encrypted, and the contenders with both keys.</summary>
public abstract class DecryptionBenchmarks : TokenBenchmarks
{
    private EncryptionKey _decryption = null!;
    private HipaaJwtValidator _cached = null!;
    private HipaaJwtValidator _uncached = null!;

    public abstract string Pair { get; set; }

    [Params(JwsAlgorithm.HS256)]
    public override JwsAlgorithm Algorithm { get; set; }

    [Params("good", "forged")]
    public string Kind { get; set; } = string.Empty;

    private protected string Sent { get; private set; } = string.Empty;

    private protected MicrosoftValidator MicrosoftDecryptor { get; private set; } = null!;

    public override void SetUp()
    {
        base.SetUp();
        _decryption = new EncryptionKey(Pair);
        _cached = new HipaaJwtValidator(Key, decryption: _decryption);
        _uncached = new HipaaJwtValidator(Key, withCache: false, _decryption);
        MicrosoftDecryptor = new MicrosoftValidator(Key, _decryption);
        var good = _decryption.Encrypt(Token.Text);
        Sent = Kind == "good" ? good : good[..^4] + (good[^4] == 'A' ? "B" : "A") + good[^3..];
    }

    [Benchmark]
    public bool HipaaJwt() => _uncached.Accepts(Sent);

    [Benchmark]
    public bool HipaaJwtRepeated() => _cached.Accepts(Sent);

    [Benchmark]
    public bool JoseJwt() => Jose.Accepts(Sent, _decryption);

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _cached.Dispose();
        _uncached.Dispose();
        _decryption.Dispose();
    }
}

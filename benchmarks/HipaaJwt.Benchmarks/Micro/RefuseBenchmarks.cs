using BenchmarkDotNet.Attributes;
using HipaaJwt.Benchmarks.Workload;

namespace HipaaJwt.Benchmarks.Micro;

/// <summary>Tokens that are rejected because of their shape, their signature or their expiration.</summary>
public class RefuseBenchmarks : TokenBenchmarks
{
    [Params(JwsAlgorithm.RS256, JwsAlgorithm.ES256, JwsAlgorithm.HS256)]
    public override JwsAlgorithm Algorithm { get; set; }

    [Params("malformed", "forged", "expired")]
    public string Fault { get; set; } = string.Empty;

    [Benchmark]
    public bool HipaaJwt() => Cached.Accepts(Token.Text);

    [Benchmark]
    public bool Microsoft() => MicrosoftHandler.Accepts(Token.Text);

    /// <summary>It does not validate the expiration, so it accepts the expired token.</summary>
    [Benchmark]
    public bool JoseJwt() => Jose.Accepts(Token.Text);

    private protected override SignedToken CreateToken()
    {
        var good = SignedToken.Create(Key, AccessToken.Claims());
        return Fault switch
        {
            "malformed" => good with { Text = good.Text[..^1] + "+" },
            "forged" => SignedToken.Forge(Key, AccessToken.Claims()),
            _ => SignedToken.Create(Key, AccessToken.Claims(age: TimeSpan.FromDays(1))),
        };
    }
}

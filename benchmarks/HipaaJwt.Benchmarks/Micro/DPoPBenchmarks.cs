using BenchmarkDotNet.Attributes;
using HipaaJwt.Benchmarks.Contenders;
using HipaaJwt.Benchmarks.Workload;

namespace HipaaJwt.Benchmarks.Micro;

/// <summary>
/// A token that is bound to a client's key, with a new ES256 proof at each call. Raw cryptography and Microsoft's handler
/// verify the same two signatures; the handler knows nothing of what a proof says and remembers nothing.
/// </summary>
[InvocationCount(ProofsPerIteration)]
public class DPoPBenchmarks : TokenBenchmarks
{
    private const int ProofsPerIteration = 2_048;

    private readonly SignedToken[] _proofs = new SignedToken[ProofsPerIteration];
    private readonly Uri _address = new(ProvingClient.Address);
    private ProvingClient _client = null!;
    private MicrosoftProofValidator _microsoftProofs = null!;
    private int _next;

    [Params(JwsAlgorithm.ES256, JwsAlgorithm.RS256)]
    public override JwsAlgorithm Algorithm { get; set; }

    public override void SetUp()
    {
        _client = new ProvingClient();
        _microsoftProofs = new MicrosoftProofValidator(_client.Key);
        base.SetUp();
    }

    [IterationSetup]
    public void MakeProofs()
    {
        for (var i = 0; i < _proofs.Length; i++)
        {
            _proofs[i] = _client.NewProof(Token.Text);
        }
    }

    [Benchmark(Baseline = true)]
    public bool Raw()
    {
        var proof = Next();
        return Key.Verify(Token.SigningInput, Token.Signature) && _client.Key.Verify(proof.SigningInput, proof.Signature);
    }

    [Benchmark]
    public bool HipaaJwt() => Must(Uncached.Accepts(Token.Text, Request()));

    [Benchmark]
    public bool HipaaJwtRepeated() => Must(Cached.Accepts(Token.Text, Request()));

    [Benchmark]
    public bool Microsoft() => Must(MicrosoftHandler.Accepts(Token.Text) && _microsoftProofs.Accepts(Next().Text));

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _client.Dispose();
    }

    private protected override SignedToken CreateToken() => _client.BoundToken(Key);

    private static bool Must(bool accepted) => accepted ? true : throw new InvalidOperationException("A good proof was refused.");

    private SignedToken Next() => _proofs[_next++ % ProofsPerIteration];

    private JwtValidationRequest Request() => new() { DPoPProof = Next().Text, HttpMethod = ProvingClient.Method, HttpUri = _address };
}

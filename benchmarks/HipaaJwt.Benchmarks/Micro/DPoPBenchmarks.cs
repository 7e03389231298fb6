using BenchmarkDotNet.Attributes;
using HipaaJwt.Benchmarks.Contenders;
using HipaaJwt.Benchmarks.Workload;

namespace HipaaJwt.Benchmarks.Micro;

/// <summary>
/// A token that is bound to the key of a client, with a new ES256 proof for each call. Raw cryptography and Microsoft's handler
/// verify the same two signatures. Microsoft's handler does not validate the claims of the proof and detects no replay.
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
    public void CreateProofs()
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
    public bool HipaaJwt() => EnsureAccepted(Uncached.Accepts(Token.Text, Request()));

    [Benchmark]
    public bool HipaaJwtRepeated() => EnsureAccepted(Cached.Accepts(Token.Text, Request()));

    [Benchmark]
    public bool Microsoft() => EnsureAccepted(MicrosoftHandler.Accepts(Token.Text) && _microsoftProofs.Accepts(Next().Text));

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _client.Dispose();
    }

    private protected override SignedToken CreateToken() => _client.BoundToken(Key);

    private static bool EnsureAccepted(bool accepted) =>
        accepted ? true : throw new InvalidOperationException("A valid proof was rejected.");

    private SignedToken Next() => _proofs[_next++ % ProofsPerIteration];

    private JwtValidationRequest Request() => new() { DPoPProof = Next().Text, HttpMethod = ProvingClient.Method, HttpUri = _address };
}

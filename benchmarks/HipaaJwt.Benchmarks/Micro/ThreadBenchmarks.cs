using BenchmarkDotNet.Attributes;
using HipaaJwt.Benchmarks.Workload;

namespace HipaaJwt.Benchmarks.Micro;

/// <summary>
/// One validator for one and for two threads. The time is that of one call of one thread: where it stays the same, two
/// threads get twice as much done.
/// </summary>
public class ThreadBenchmarks : TokenBenchmarks
{
    private SigningKey[] _keys = [];

    [Params(JwsAlgorithm.RS256, JwsAlgorithm.ES256, JwsAlgorithm.HS256)]
    public override JwsAlgorithm Algorithm { get; set; }

    [Params(1, 2)]
    public int Threads { get; set; }

    public override void SetUp()
    {
        base.SetUp();
        _keys = [Key.Copy(), Key.Copy()];
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Team.CallsPerThread)]
    public void Raw() => Team.Work(Threads, thread => _keys[thread].Verify(Token.SigningInput, Token.Signature));

    [Benchmark(OperationsPerInvoke = Team.CallsPerThread)]
    public void FirstSight() => Team.Work(Threads, _ => Uncached.Accepts(Token.Text));

    [Benchmark(OperationsPerInvoke = Team.CallsPerThread)]
    public void Repeated() => Team.Work(Threads, _ => Cached.Accepts(Token.Text));

    [Benchmark(OperationsPerInvoke = Team.CallsPerThread)]
    public void Microsoft() => Team.Work(Threads, _ => MicrosoftHandler.Accepts(Token.Text));

    [Benchmark(OperationsPerInvoke = Team.CallsPerThread)]
    public void JoseJwt() => Team.Work(Threads, _ => Jose.Accepts(Token.Text));

    protected override void Dispose(bool disposing)
    {
        Array.ForEach(_keys, key => key.Dispose());
        base.Dispose(disposing);
    }
}

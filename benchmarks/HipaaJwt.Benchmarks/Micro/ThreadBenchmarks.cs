using BenchmarkDotNet.Attributes;
using HipaaJwt.Benchmarks.Workload;

namespace HipaaJwt.Benchmarks.Micro;

/// <summary>
/// One validator for one and for two threads. The time is that of one call of one thread. If it stays the same, two threads have
/// twice the throughput.
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

    [Benchmark(Baseline = true, OperationsPerInvoke = ParallelWork.CallsPerThread)]
    public void Raw() => ParallelWork.Run(Threads, thread => _keys[thread].Verify(Token.SigningInput, Token.Signature));

    [Benchmark(OperationsPerInvoke = ParallelWork.CallsPerThread)]
    public void FirstSight() => ParallelWork.Run(Threads, _ => Uncached.Accepts(Token.Text));

    [Benchmark(OperationsPerInvoke = ParallelWork.CallsPerThread)]
    public void Repeated() => ParallelWork.Run(Threads, _ => Cached.Accepts(Token.Text));

    [Benchmark(OperationsPerInvoke = ParallelWork.CallsPerThread)]
    public void Microsoft() => ParallelWork.Run(Threads, _ => MicrosoftHandler.Accepts(Token.Text));

    [Benchmark(OperationsPerInvoke = ParallelWork.CallsPerThread)]
    public void JoseJwt() => ParallelWork.Run(Threads, _ => Jose.Accepts(Token.Text));

    protected override void Dispose(bool disposing)
    {
        Array.ForEach(_keys, key => key.Dispose());
        base.Dispose(disposing);
    }
}

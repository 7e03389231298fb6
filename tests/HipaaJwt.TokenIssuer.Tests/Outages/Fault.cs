using System.Diagnostics.CodeAnalysis;

namespace HipaaJwt.TokenIssuer.Tests.Outages;

/// <summary>How a dependency fails.</summary>
public enum FaultKind
{
    None,

    /// <summary>It throws.</summary>
    Throws,

    /// <summary>It blocks its thread and ignores its cancellation token.</summary>
    Blocks,

    /// <summary>It returns a task that never completes.</summary>
    NeverCompletes,
}

/// <summary>Fails one step of a dependency until the test repairs it. A call that was blocked then fails: it has changed nothing.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Blocked threads may still use it.")]
internal sealed class Fault
{
    private readonly ManualResetEventSlim _isRepaired = new(initialState: true);
    private volatile string? _step;
    private FaultKind _kind;
    private int _calls;

    /// <summary>The number of calls that the fault has met.</summary>
    public int Calls => Volatile.Read(ref _calls);

    public void Begin(string step, FaultKind kind)
    {
        _isRepaired.Reset();
        _kind = kind;
        _step = step;
    }

    public void Repair()
    {
        _step = null;
        _isRepaired.Set();
    }

    public ValueTask<T> RunAsync<T>(string step, Func<ValueTask<T>> call)
    {
        if (_step != step)
        {
            return call();
        }

        Interlocked.Increment(ref _calls);
        if (_kind == FaultKind.NeverCompletes)
        {
            return new(new TaskCompletionSource<T>().Task);
        }

        if (_kind == FaultKind.Blocks)
        {
            _isRepaired.Wait();
        }

        throw new IOException("The dependency is down.");
    }
}

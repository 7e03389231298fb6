namespace HipaaJwt.Benchmarks.Gate;

/// <summary>An operation to measure. It runs many times for each call, so that the cost of the call is negligible.</summary>
internal abstract class Contender
{
    public bool IsWarm { get; private set; }

    /// <summary>The number of operations of a slice; null for as many as fit into its duration.</summary>
    public virtual int? IterationsOfSlice => null;

    /// <summary>Prepares the next run. Its time is not measured.</summary>
    public virtual void Prepare(int iterations)
    {
    }

    /// <summary>Runs the operation repeatedly.</summary>
    /// <returns>The number of correct results.</returns>
    public abstract int Run(int iterations);

    public void RunChecked(int iterations)
    {
        if (Run(iterations) != iterations)
        {
            throw new InvalidOperationException($"{GetType().Name} returned a wrong result, so its time is meaningless.");
        }
    }

    /// <summary>Runs for the given duration, so that the JIT optimizes the code. A second call has no effect.</summary>
    public void WarmUp(TimeSpan duration)
    {
        const int Batch = 64;
        var start = TimeProvider.System.GetTimestamp();
        while (!IsWarm)
        {
            Prepare(Batch);
            RunChecked(Batch);
            IsWarm = TimeProvider.System.GetElapsedTime(start) >= duration;
        }
    }

    /// <summary>Measures one slice, in nanoseconds for each call.</summary>
    public double Time(int iterations)
    {
        Prepare(iterations);
        var start = TimeProvider.System.GetTimestamp();
        RunChecked(iterations);
        return TimeProvider.System.GetElapsedTime(start).TotalNanoseconds / iterations;
    }
}

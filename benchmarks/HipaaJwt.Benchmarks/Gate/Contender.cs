namespace HipaaJwt.Benchmarks.Gate;

/// <summary>Something whose time is taken, many calls at once, so that the call of the contender itself costs nothing.</summary>
internal abstract class Contender
{
    public bool IsWarm { get; private set; }

    /// <summary>Readies what the next run uses; its time does not count.</summary>
    public virtual void Prepare(int iterations)
    {
    }

    /// <summary>Runs so many times.</summary>
    /// <returns>How many of the answers were right.</returns>
    public abstract int Run(int iterations);

    public void RunChecked(int iterations)
    {
        if (Run(iterations) != iterations)
        {
            throw new InvalidOperationException($"{GetType().Name} gave a wrong answer, so its time would mean nothing.");
        }
    }

    /// <summary>Runs for two seconds, with less of which the JIT has not finished its work. Once is enough.</summary>
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

    /// <summary>One slice, in nanoseconds for each call.</summary>
    public double Time(int iterations)
    {
        Prepare(iterations);
        var start = TimeProvider.System.GetTimestamp();
        RunChecked(iterations);
        return TimeProvider.System.GetElapsedTime(start).TotalNanoseconds / iterations;
    }
}

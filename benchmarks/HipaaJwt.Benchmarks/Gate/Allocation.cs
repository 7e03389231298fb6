namespace HipaaJwt.Benchmarks.Gate;

internal static class Allocation
{
    private const int Attempts = 3;

    /// <summary>
    /// The bytes that one call allocates, exactly. The least of three attempts, because the runtime allocates something of its
    /// own now and then, such as a thread's first entry in a table.
    /// </summary>
    public static double PerCall(Contender contender, int iterations)
    {
        var least = double.MaxValue;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            contender.Prepare(iterations);
            var before = GC.GetAllocatedBytesForCurrentThread();
            contender.RunChecked(iterations);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least / iterations;
    }

    public static double PerCall(Action call, int iterations)
    {
        call();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < iterations; i++)
        {
            call();
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)iterations;
    }
}

namespace HipaaJwt.Benchmarks.Gate;

internal static class Allocation
{
    private const int Attempts = 3;

    /// <summary>
    /// Returns the exact number of bytes that one call allocates. It is the minimum of three attempts, because the runtime sometimes
    /// allocates too, such as the first entry of a thread in a table.
    /// </summary>
    public static double PerCall(Contender contender, int iterations)
    {
        var minimum = double.MaxValue;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            contender.Prepare(iterations);
            var before = GC.GetAllocatedBytesForCurrentThread();
            contender.RunChecked(iterations);
            minimum = Math.Min(minimum, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return minimum / iterations;
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

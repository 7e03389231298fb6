namespace HipaaJwt.Tests.Support;

/// <summary>Counts the bytes that an action allocates on this thread, after enough runs for the JIT to compile it.</summary>
public static class Allocation
{
    private const int Attempts = 3;

    /// <summary>
    /// Returns what 100 runs allocate. It is the minimum of three attempts, because the runtime sometimes allocates on this thread too,
    /// such as after a collection that emptied the pools of arrays.
    /// </summary>
    public static long Of(Action action)
    {
        Run(action, 200);
        var minimum = long.MaxValue;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Run(action, 100);
            minimum = Math.Min(minimum, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return minimum;
    }

    private static void Run(Action action, int times)
    {
        for (var time = 0; time < times; time++)
        {
            action();
        }
    }
}

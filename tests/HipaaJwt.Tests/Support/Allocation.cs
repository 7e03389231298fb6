namespace HipaaJwt.Tests.Support;

/// <summary>Counts the bytes that an action allocates on this thread, after enough runs for the JIT to compile it.</summary>
public static class Allocation
{
    public static long Of(Action action)
    {
        for (var warmUp = 0; warmUp < 200; warmUp++)
        {
            action();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}

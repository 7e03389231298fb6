namespace HipaaJwt.Benchmarks.Micro;

/// <summary>Threads that work at the same time. One call takes as long as the slowest of them.</summary>
internal static class Team
{
    public const int CallsPerThread = 2_048;

    public static void Work(int threads, Func<int, bool> call) =>
        Task.WaitAll([.. Enumerable.Range(0, threads).Select(thread => Task.Factory.StartNew(
            () => WorkAlone(thread, call), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))]);

    private static void WorkAlone(int thread, Func<int, bool> call)
    {
        for (var i = 0; i < CallsPerThread; i++)
        {
            if (!call(thread))
            {
                throw new InvalidOperationException("A good token was refused.");
            }
        }
    }
}

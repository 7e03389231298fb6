namespace HipaaJwt.Benchmarks.Micro;

/// <summary>Runs an operation on several threads at the same time, until the slowest one has finished.</summary>
internal static class ParallelWork
{
    public const int CallsPerThread = 2_048;

    public static void Run(int threads, Func<int, bool> call) =>
        Task.WaitAll([.. Enumerable.Range(0, threads).Select(thread => Task.Factory.StartNew(
            () => RunThread(thread, call), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))]);

    private static void RunThread(int thread, Func<int, bool> call)
    {
        for (var i = 0; i < CallsPerThread; i++)
        {
            if (!call(thread))
            {
                throw new InvalidOperationException("A valid token was rejected.");
            }
        }
    }
}

namespace HipaaJwt.Stores.Tests.Contract;

/// <summary>Runs callers at the same time, each on a thread of its own, because a store may block its thread.</summary>
internal static class Concurrently
{
    /// <summary>Runs the body once for each caller. All callers start together.</summary>
    /// <returns>The results in the order of the callers.</returns>
    public static async Task<T[]> RunAsync<T>(int callers, Func<int, ValueTask<T>> body)
    {
        using var start = new Barrier(callers);
        return await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Run(() =>
        {
            start.SignalAndWait();
            return body(caller);
        })));
    }

    /// <summary>Runs the body on a thread of its own.</summary>
    public static Task<T> Run<T>(Func<ValueTask<T>> body) => Task.Factory.StartNew(
        () => body().AsTask().GetAwaiter().GetResult(), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}

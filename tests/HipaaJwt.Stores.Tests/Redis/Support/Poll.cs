namespace HipaaJwt.Stores.Tests.Redis.Support;

/// <summary>Waits for a state of another process, which sends no event.</summary>
internal static class Poll
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <summary>The limit if the test measures no time.</summary>
    private static readonly TimeSpan DefaultLimit = TimeSpan.FromSeconds(60);

    public static async Task UntilAsync(Func<Task<bool>> condition, string because, TimeSpan? limit = null)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            TimeProvider.System.GetElapsedTime(start).Should().BeLessThan(limit ?? DefaultLimit, because);
            await Task.Delay(Interval, TimeProvider.System);
        }
    }

    public static Task UntilAsync(Func<bool> condition, string because, TimeSpan? limit = null) =>
        UntilAsync(() => Task.FromResult(condition()), because, limit);
}

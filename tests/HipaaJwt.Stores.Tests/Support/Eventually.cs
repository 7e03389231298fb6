namespace HipaaJwt.Stores.Tests.Support;

/// <summary>Waits for a condition that another process or a background task makes true.</summary>
internal static class Eventually
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Checks the condition until it is true. Fails after 60 seconds.</summary>
    public static async Task TrueAsync(Func<Task<bool>> condition, string because)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!await condition())
        {
            limit.IsCancellationRequested.Should().BeFalse(because);
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    /// <summary>Waits for a task. Fails after 60 seconds.</summary>
    public static Task CompletesAsync(Task task) => task.WaitAsync(Limit);
}

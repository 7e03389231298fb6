namespace HipaaJwt.Stores.Tests.Support;

/// <summary>
/// Repeats the measurement of a ratio on a machine that other processes use too. Tests of ratios are explicit, because the other test
/// projects would use the processor at the same time: <c>.ci/run</c> runs them alone, as <c>-explicit only</c> does.
/// </summary>
internal static class SpeedRatio
{
    private const int MaxMeasurements = 3;

    /// <summary>
    /// Measures until a ratio reaches the limit, at most three times. Processes beside the test disturb some measurements, while a store
    /// that became slower misses the limit in each.
    /// </summary>
    /// <returns>The best ratio.</returns>
    public static async Task<double> BestAsync(double limit, Func<Task<double>> measure)
    {
        var best = await measure();
        for (var count = 1; best < limit && count < MaxMeasurements; count++)
        {
            best = Math.Max(best, await measure());
        }

        return best;
    }
}

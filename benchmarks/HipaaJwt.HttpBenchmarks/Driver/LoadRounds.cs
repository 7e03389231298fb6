namespace HipaaJwt.HttpBenchmarks.Driver;

/// <summary>Generates load for several endpoints in turn.</summary>
internal static class LoadRounds
{
    /// <summary>
    /// Runs all rounds. The first one is a warm-up. The others alternate between forward and backward order, so that a machine that
    /// becomes slower favours no endpoint.
    /// </summary>
    /// <returns>The requests per second of each endpoint in each round, the warm-up included.</returns>
    public static async Task<List<double[]>> RunAsync(
        IReadOnlyList<(Uri Endpoint, Scenario Scenario)> endpoints, ILoadGenerator generator, LoadOptions options)
    {
        var rounds = new List<double[]>();
        for (var round = 0; round <= options.Rounds; round++)
        {
            var rates = new double[endpoints.Count];
            for (var i = 0; i < endpoints.Count; i++)
            {
                var turn = round % 2 == 0 ? i : endpoints.Count - 1 - i;
                var (endpoint, scenario) = endpoints[turn];
                rates[turn] = await generator.RunAsync(endpoint, scenario, TimeSpan.FromSeconds(options.Seconds));
            }

            rounds.Add(rates);
        }

        return rounds;
    }

    public static double Median<TFigure>(IReadOnlyList<TFigure[]> rounds, Func<TFigure[], double> figure) =>
        rounds.Select(figure).Order().ElementAt(rounds.Count / 2);
}

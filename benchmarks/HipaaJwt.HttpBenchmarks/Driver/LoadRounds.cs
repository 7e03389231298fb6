namespace HipaaJwt.HttpBenchmarks.Driver;

/// <summary>Generates load for several endpoints in turn.</summary>
internal static class LoadRounds
{
    /// <summary>The rounds that do not count. In the first two, a new server takes up to four times as long for a request.</summary>
    public const int WarmUp = 3;

    /// <summary>
    /// The proofs of a round over those for the fastest rate so far, which in the first round is that of the first endpoint. If they are
    /// too few, the run fails.
    /// </summary>
    private const double ProofMargin = 2;

    /// <summary>The lowest rate that proofs are made for, because the first round may be slow.</summary>
    private const double MinRate = 3_000;

    /// <summary>
    /// Runs all rounds. The first ones are a warm-up. Rounds alternate between forward and backward order, so that a machine that
    /// becomes slower favours no endpoint.
    /// </summary>
    /// <returns>The requests per second of each endpoint in each round, the warm-up included.</returns>
    public static async Task<List<double[]>> RunAsync(
        IReadOnlyList<(Uri Address, Scenario Scenario)> endpoints, ILoadGenerator generator, LoadOptions options)
    {
        var rounds = new List<double[]>();
        for (var round = 0; round < WarmUp + options.Rounds; round++)
        {
            var rates = new double[endpoints.Count];
            for (var i = 0; i < endpoints.Count; i++)
            {
                var turn = round % 2 == 0 ? i : endpoints.Count - 1 - i;
                var (address, scenario) = endpoints[turn];
                if (scenario.Proofs is { } proofs)
                {
                    var fastest = rounds.Append(rates).Max(measured => Math.Max(measured[0], measured[turn]));
                    await proofs.WriteAsync(address, (int)(ProofMargin * Math.Max(fastest, MinRate)) * options.Seconds);
                }

                rates[turn] = await generator.RunAsync(address, scenario, TimeSpan.FromSeconds(options.Seconds));
            }

            rounds.Add(rates);
        }

        return rounds;
    }

    public static double Median<TFigure>(IReadOnlyList<TFigure[]> rounds, Func<TFigure[], double> figure) =>
        rounds.Select(figure).Order().ElementAt(rounds.Count / 2);
}

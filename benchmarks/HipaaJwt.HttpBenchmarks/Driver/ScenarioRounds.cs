namespace HipaaJwt.HttpBenchmarks.Driver;

/// <summary>The figures of all rounds of a scenario after the warm-up.</summary>
/// <param name="targets">The targets, in the order of the figures.</param>
/// <param name="rates">The requests per second of each target in each round.</param>
/// <param name="costs">The costs of a request of each target in each round.</param>
internal sealed class ScenarioRounds(Target[] targets, IReadOnlyList<double[]> rates, IReadOnlyList<CostMeter.Cost[]> costs)
{
    public bool Has(Target target) => Array.IndexOf(targets, target) >= 0;

    /// <summary>Returns the median of the requests per second.</summary>
    public double Rate(Target target) => LoadRounds.Median(rates, round => round[IndexOf(target)]);

    /// <summary>Returns the median of the ratios of two rates of one round.</summary>
    public double Ratio(Target target, Target over) =>
        LoadRounds.Median(rates, round => round[IndexOf(target)] / round[IndexOf(over)]);

    /// <summary>Returns the median of the bytes that a request allocates more than one of another target in the same round.</summary>
    public double BytesOver(Target target, Target other) =>
        LoadRounds.Median(costs, round => round[IndexOf(target)].Bytes - round[IndexOf(other)].Bytes);

    private int IndexOf(Target target) => Array.IndexOf(targets, target) is >= 0 and var index
        ? index
        : throw new ArgumentException($"{target} was not measured.", nameof(target));
}

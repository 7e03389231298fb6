namespace HipaaJwt.Benchmarks.Gate;

/// <summary>
/// Takes the time of several contenders in short slices, one after the other and then backwards, so that whatever slows the
/// machine for a while slows them all. A ratio is taken within each round; the median of the rounds counts.
/// </summary>
internal sealed class Alternation
{
    private const double SliceNanoseconds = 400_000;

    private readonly double[][] _samples;

    private Alternation(double[][] samples) => _samples = samples;

    public static Alternation Measure(TimeSpan duration, params Contender[] contenders)
    {
        foreach (var contender in contenders)
        {
            contender.WarmUp(GatePlan.WarmUp);
        }

        var iterations = Array.ConvertAll(contenders, IterationsPerSlice);
        var rounds = new List<double[]>();
        var start = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(start) < duration)
        {
            rounds.Add(Round(contenders, iterations, backwards: rounds.Count % 2 != 0));
        }

        return new Alternation([.. rounds]);
    }

    /// <summary>The median time of one call.</summary>
    public double Nanoseconds(int contender) => Median(_samples.Select(round => round[contender]));

    /// <summary>How many times as long as the baseline the contender takes.</summary>
    public double Ratio(int contender, int baseline) => Median(_samples.Select(round => round[contender] / round[baseline]));

    /// <summary>The same over all the time together, with whatever the garbage collector took of it.</summary>
    public double TotalRatio(int contender, int baseline) =>
        _samples.Sum(round => round[contender]) / _samples.Sum(round => round[baseline]);

    private static double[] Round(Contender[] contenders, int[] iterations, bool backwards)
    {
        var times = new double[contenders.Length];
        for (var i = 0; i < contenders.Length; i++)
        {
            var turn = backwards ? contenders.Length - 1 - i : i;
            times[turn] = contenders[turn].Time(iterations[turn]);
        }

        return times;
    }

    private static int IterationsPerSlice(Contender contender)
    {
        var fastest = Enumerable.Range(0, 5).Min(_ => contender.Time(64));
        return 2 * Math.Max(1, (int)(SliceNanoseconds / 2 / Math.Max(fastest, 0.1)));
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] ordered = [.. values.Order()];
        return ordered[ordered.Length / 2];
    }
}

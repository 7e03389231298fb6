namespace HipaaJwt.Benchmarks.Gate;

/// <summary>
/// Measures several contenders in short slices, alternately in forward and backward order, so that a disturbance of the machine
/// affects all of them. Ratios are computed within each round. The result is the median of the faster half of the rounds.
/// </summary>
internal sealed class Alternation
{
    private const double SliceNanoseconds = 400_000;

    private readonly Contender[] _contenders;
    private readonly int[] _iterations;
    private readonly List<double[]> _rounds = [];

    /// <summary>Warms up the contenders until the JIT has optimized them.</summary>
    public Alternation(params Contender[] contenders)
    {
        foreach (var contender in contenders)
        {
            contender.WarmUp(GatePlan.WarmUp);
        }

        _contenders = contenders;
        _iterations = Array.ConvertAll(contenders, IterationsPerSlice);
    }

    public static Alternation Measure(TimeSpan duration, params Contender[] contenders)
    {
        var alternation = new Alternation(contenders);
        alternation.Continue(duration);
        return alternation;
    }

    /// <summary>Adds rounds for the given duration.</summary>
    public void Continue(TimeSpan duration)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(start) < duration)
        {
            _rounds.Add(Round(backwards: _rounds.Count % 2 != 0));
        }
    }

    /// <summary>Returns the median time of one call.</summary>
    public double Nanoseconds(int contender) => Median(FasterHalf().Select(round => round[contender]));

    /// <summary>Returns the median time of the contender divided by that of the baseline.</summary>
    public double Ratio(int contender, int baseline) => Median(FasterHalf().Select(round => round[contender] / round[baseline]));

    /// <summary>Returns the ratio of the total times, which include garbage collections.</summary>
    public double TotalRatio(int contender, int baseline) =>
        _rounds.Sum(round => round[contender]) / _rounds.Sum(round => round[baseline]);

    private IEnumerable<double[]> FasterHalf() => _rounds.OrderBy(round => round.Sum()).Take((_rounds.Count + 1) / 2);

    private double[] Round(bool backwards)
    {
        var times = new double[_contenders.Length];
        for (var i = 0; i < _contenders.Length; i++)
        {
            var turn = backwards ? _contenders.Length - 1 - i : i;
            times[turn] = _contenders[turn].Time(_iterations[turn]);
        }

        return times;
    }

    private static int IterationsPerSlice(Contender contender)
    {
        if (contender.IterationsOfSlice is { } fixedCount)
        {
            return fixedCount;
        }

        var fastest = Enumerable.Range(0, 5).Min(_ => contender.Time(64));
        return 2 * Math.Max(1, (int)(SliceNanoseconds / 2 / Math.Max(fastest, 0.1)));
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] ordered = [.. values.Order()];
        return ordered[ordered.Length / 2];
    }
}

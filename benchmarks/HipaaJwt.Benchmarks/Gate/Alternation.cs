namespace HipaaJwt.Benchmarks.Gate;

/// <summary>
/// Takes the time of several contenders in short slices, one after the other and then backwards, so that whatever slows the
/// machine for a while slows them all. A ratio is taken within each round, and of the quicker half of the rounds, in which the
/// machine was disturbed the least, the median counts.
/// </summary>
internal sealed class Alternation
{
    private const double SliceNanoseconds = 400_000;

    private readonly Contender[] _contenders;
    private readonly int[] _iterations;
    private readonly List<double[]> _rounds = [];

    /// <summary>Readies the contenders; each needs its time until the JIT has finished.</summary>
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

    /// <summary>Adds rounds to those that there are.</summary>
    public void Continue(TimeSpan duration)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(start) < duration)
        {
            _rounds.Add(Round(backwards: _rounds.Count % 2 != 0));
        }
    }

    /// <summary>The median time of one call.</summary>
    public double Nanoseconds(int contender) => Median(QuickerHalf().Select(round => round[contender]));

    /// <summary>How many times as long as the baseline the contender takes.</summary>
    public double Ratio(int contender, int baseline) => Median(QuickerHalf().Select(round => round[contender] / round[baseline]));

    /// <summary>The same over all the time together, with whatever the garbage collector took of it.</summary>
    public double TotalRatio(int contender, int baseline) =>
        _rounds.Sum(round => round[contender]) / _rounds.Sum(round => round[baseline]);

    private IEnumerable<double[]> QuickerHalf() => _rounds.OrderBy(round => round.Sum()).Take((_rounds.Count + 1) / 2);

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
        var fastest = Enumerable.Range(0, 5).Min(_ => contender.Time(64));
        return 2 * Math.Max(1, (int)(SliceNanoseconds / 2 / Math.Max(fastest, 0.1)));
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] ordered = [.. values.Order()];
        return ordered[ordered.Length / 2];
    }
}

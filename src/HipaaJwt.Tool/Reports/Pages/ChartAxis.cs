namespace HipaaJwt.Tool.Reports.Pages;

/// <summary>An axis from zero to a round number at or above the largest value.</summary>
/// <param name="Step">The distance of two ticks.</param>
/// <param name="Count">The number of steps.</param>
internal readonly record struct ChartAxis(double Step, int Count)
{
    private const int MaxSteps = 5;

    public double Maximum => Step * Count;

    public static ChartAxis For(double largest)
    {
        var top = Math.Max(largest, 1);
        var power = Math.Pow(10, Math.Floor(Math.Log10(top / MaxSteps)));
        double[] steps = [power, 2 * power, 5 * power, 10 * power];
        var step = Math.Max(steps.First(candidate => candidate * MaxSteps >= top), 1);
        return new ChartAxis(step, (int)Math.Ceiling(top / step));
    }
}

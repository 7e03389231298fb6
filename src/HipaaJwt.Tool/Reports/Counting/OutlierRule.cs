using System.Globalization;
using HipaaJwt.Tool.Reports.Figures;

namespace HipaaJwt.Tool.Reports.Counting;

/// <summary>
/// The rule that marks outliers: more than the median + 6 × the median absolute deviation (MAD) of the group. The MAD counts as at least
/// 15 % of the median and at least 1, so that groups whose members hardly differ mark nobody for a small difference.
/// </summary>
/// <param name="Median">The median of the group.</param>
/// <param name="Deviation">The median absolute deviation, at least 15 % of the median and at least 1.</param>
internal readonly record struct OutlierRule(double Median, double Deviation)
{
    public const int Factor = 6;

    /// <summary>The smallest group. The median of fewer values says little.</summary>
    public const int MinGroup = 5;

    public const string Text =
        "The median is the value in the middle: half of the values are below it. The median absolute deviation (MAD) is the median of the "
        + "distances from it, so it is large if values usually differ. A value is marked if it is more than the median + 6 × the MAD. The "
        + "MAD counts as at least 15 % of the median and at least 1.";

    private const double MinShare = 0.15;

    public double Threshold => Median + (Factor * Deviation);

    /// <returns>The rule of a group; null if the group is too small.</returns>
    public static OutlierRule? Of(IEnumerable<double> group, int minimum = MinGroup)
    {
        var values = group.Order().ToArray();
        if (values.Length < minimum)
        {
            return null;
        }

        var median = MedianOf(values);
        var deviation = MedianOf([.. values.Select(value => Math.Abs(value - median)).Order()]);
        return new OutlierRule(median, Math.Max(Math.Max(deviation, MinShare * median), 1));
    }

    /// <summary>Describes a value above the threshold; null for others.</summary>
    public Mark? Mark(double value, string what) => value <= Threshold
        ? null
        : new Mark(
            string.Create(CultureInfo.InvariantCulture, $"{value:N0} {what}: more than {Threshold:N0} (median {Median:N0})"),
            value / Threshold);

    private static double MedianOf(double[] sorted) => sorted.Length % 2 == 1
        ? sorted[sorted.Length / 2]
        : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
}

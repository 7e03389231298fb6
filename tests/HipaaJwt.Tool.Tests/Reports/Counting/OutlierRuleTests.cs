using HipaaJwt.Tool.Reports.Counting;

namespace HipaaJwt.Tool.Tests.Reports.Counting;

public sealed class OutlierRuleTests
{
    [Theory]
    [InlineData(new double[] { 100, 110, 120, 130, 140 }, 228)]
    [InlineData(new double[] { 10, 10, 10, 10, 10 }, 19)]
    [InlineData(new double[] { 1, 1, 1, 1, 1 }, 7)]
    [InlineData(new double[] { 10, 20, 30, 40, 50, 60 }, 125)]
    public void The_threshold_is_the_median_and_six_times_the_deviation(double[] values, double threshold)
    {
        var rule = OutlierRule.Of(values)!.Value;

        rule.Threshold.Should().BeApproximately(threshold, 0.001);
        rule.Mark(threshold, "patients").Should().BeNull();
        rule.Mark(threshold + 1, "patients").Should().NotBeNull();
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(5, true)]
    public void A_group_of_fewer_than_five_has_no_rule(int count, bool hasRule) =>
        OutlierRule.Of(Enumerable.Repeat(1d, count)).HasValue.Should().Be(hasRule);
}

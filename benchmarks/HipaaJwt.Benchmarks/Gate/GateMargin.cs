namespace HipaaJwt.Benchmarks.Gate;

/// <summary>The factors by which results may exceed their limits on a noisy machine. With 1, they may not.</summary>
/// <param name="Overhead">The factor for the overhead over raw cryptography or over a baseline, which is the ratio minus one.</param>
/// <param name="Ratio">The factor for other ratios.</param>
/// <param name="Time">The factor for times, which a slower clock and a neighbour on the same processor may treble.</param>
internal sealed record GateMargin(double Overhead, double Ratio, double Time)
{
    public static GateMargin None { get; } = new(1, 1, 1);
}

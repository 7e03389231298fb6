namespace HipaaJwt.Benchmarks.Gate;

/// <summary>The factors by which results may exceed their limits on a noisy machine. With 1, they may not.</summary>
/// <param name="Overhead">The factor for the overhead over raw cryptography or over a baseline, which is the ratio minus one.</param>
/// <param name="Time">The factor for other times and ratios.</param>
internal sealed record GateMargin(double Overhead, double Time)
{
    public static GateMargin None { get; } = new(1, 1);
}

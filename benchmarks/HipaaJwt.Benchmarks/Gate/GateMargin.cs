namespace HipaaJwt.Benchmarks.Gate;

/// <summary>By which factor figures may miss their limits on a noisy machine: 1 for not at all.</summary>
/// <param name="Overhead">For the overhead over raw cryptography, the ratio less one.</param>
/// <param name="Time">For other times and ratios.</param>
internal sealed record GateMargin(double Overhead, double Time)
{
    public static GateMargin None { get; } = new(1, 1);
}

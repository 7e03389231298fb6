namespace HipaaJwt.Plots.Scaling;

/// <summary>What a simulated fleet costs, and how soon revocations bind all its instances.</summary>
/// <param name="Fleet">The fleet.</param>
/// <param name="Revocations">The number of revocations.</param>
/// <param name="ReadsPerSecond">The reads of the log that the store serves.</param>
/// <param name="RowsPerSecond">The revocations that the store sends.</param>
/// <param name="Unavailable">The share of the time in which an instance rejects all tokens.</param>
/// <param name="Delays">
/// For each revocation the seconds from its acknowledgement until the last instance rejects the token or all tokens, in ascending order.
/// </param>
internal sealed record FleetResult(
    Fleet Fleet, int Revocations, double ReadsPerSecond, double RowsPerSecond, double Unavailable, double[] Delays)
{
    public double Percentile(double share) => Delays[(int)Math.Min(Delays.Length - 1, share * Delays.Length)];
}

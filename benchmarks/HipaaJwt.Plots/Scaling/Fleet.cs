namespace HipaaJwt.Plots.Scaling;

/// <summary>What a simulated fleet looks like.</summary>
/// <param name="Instances">The number of instances that read one log.</param>
/// <param name="RevocationsPerSecond">The rate of revocations.</param>
/// <param name="Seconds">The simulated time.</param>
/// <param name="HasNotifications">Whether the store tells instances of appends.</param>
internal sealed record Fleet(int Instances, double RevocationsPerSecond, int Seconds, bool HasNotifications)
{
    public const double PullInterval = 1;
    public const double MinSpacing = PullInterval / 4;
    public const double Lease = 5;
    public const double Timeout = 0.25;

    /// <summary>The share of instances that lose the store for ten seconds, once.</summary>
    public const double ShareWithOutage = 0.02;
    public const double OutageSeconds = 10;
}

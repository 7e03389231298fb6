namespace HipaaJwt.Traffic.Group;

/// <summary>The assumptions about a hospital group. The page about scaling lists them.</summary>
/// <param name="Clinicians">The number of clinicians.</param>
/// <param name="Days">The number of days. The first is a Monday.</param>
/// <param name="Seed">The seed of all that is random.</param>
internal sealed record HospitalGroup(int Clinicians = 10_000, int Days = 30, int Seed = 1)
{
    public const long Minute = 60_000;
    public const long Hour = 60 * Minute;
    public const long Day = 24 * Hour;

    public const long TokenLifetime = 5 * Minute;

    /// <summary>A client renews its token before a request if the token expires within this time.</summary>
    public const long RenewBefore = Minute / 2;

    public const int MinRequestsOfClick = 3;
    public const int MaxRequestsOfClick = 8;

    /// <summary>The share of clinicians who work from Monday to Friday. The others rotate through day, evening and night.</summary>
    public const double ShareOfOffice = 0.55;

    public const double ShareAbsent = 0.08;
    public const double ShareOfLogouts = 0.8;

    public const double LostDevicesOfShift = 0.0015;
    public const double DismissalsOfShift = 0.0003;

    public const double MeanActive = 6 * Minute;
    public const double MeanIdle = 9 * Minute;
    public const long Handover = 30 * Minute;
    public const long Break = 40 * Minute;
    public const long ShortestGap = 5_000;
    public const double MeanFurtherGap = 55_000;

    /// <summary>The time until a clinician who lost a device signs in on another.</summary>
    public const long Replacement = 30 * Minute;
}

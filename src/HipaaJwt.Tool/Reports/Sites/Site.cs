namespace HipaaJwt.Tool.Reports.Sites;

/// <summary>Where the people of the log work.</summary>
/// <param name="Zone">The time zone.</param>
/// <param name="Hours">The working hours.</param>
internal sealed record Site(TimeZoneInfo Zone, WorkingHours Hours)
{
    public DateTimeOffset ToLocal(DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, Zone);
}

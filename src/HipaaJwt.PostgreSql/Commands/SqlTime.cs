namespace HipaaJwt.PostgreSql.Commands;

/// <summary>Times and durations in statements.</summary>
internal static class SqlTime
{
    /// <summary>Gets an expression for a time that .NET can represent in all time zones.</summary>
    /// <param name="time">An expression for a time.</param>
    /// <param name="duration">The parameter that contains a duration in microseconds.</param>
    public static string After(string time, string duration) =>
        $"least({time} + {duration} * interval '1 microsecond', timestamptz '9999-12-30 00:00:00+00')";

    public static long ToMicrosecondsRoundedUp(TimeSpan time) =>
        (time.Ticks / TimeSpan.TicksPerMicrosecond) + (time.Ticks % TimeSpan.TicksPerMicrosecond > 0 ? 1 : 0);
}

namespace HipaaJwt.TokenIssuer.Sessions;

/// <summary>Adds times without overflow, because a store accepts any duration.</summary>
internal static class SaturatedTime
{
    public static DateTimeOffset After(DateTimeOffset time, TimeSpan duration) =>
        duration > DateTimeOffset.MaxValue - time ? DateTimeOffset.MaxValue : time + duration;

    public static DateTimeOffset Before(DateTimeOffset time, TimeSpan duration) =>
        duration > time - DateTimeOffset.MinValue ? DateTimeOffset.MinValue : time - duration;
}

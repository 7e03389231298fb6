namespace HipaaJwt.Sqlite.Stores;

/// <summary>The clock of the store, which is that of the host, in the milliseconds that the database contains.</summary>
internal static class StoreTime
{
    public static DateTimeOffset NowOf(TimeProvider time) => FromMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());

    public static DateTimeOffset FromMilliseconds(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    /// <summary>Adds a duration, up to the last millisecond that .NET can represent.</summary>
    public static DateTimeOffset After(DateTimeOffset time, TimeSpan duration)
    {
        var sum = DateTimeOffset.MaxValue - time < duration ? DateTimeOffset.MaxValue : time + duration;
        return FromMilliseconds(sum.ToUnixTimeMilliseconds());
    }

    /// <summary>Subtracts a duration, down to the first time that .NET can represent.</summary>
    public static DateTimeOffset Before(DateTimeOffset time, TimeSpan duration) =>
        time - DateTimeOffset.MinValue < duration ? DateTimeOffset.MinValue : time - duration;
}

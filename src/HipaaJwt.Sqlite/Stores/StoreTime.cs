namespace HipaaJwt.Sqlite.Stores;

/// <summary>The clock of the store, which is that of the host, in the milliseconds that the database contains.</summary>
internal static class StoreTime
{
    public static DateTimeOffset NowOf(TimeProvider time) => FromMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());

    public static DateTimeOffset FromMilliseconds(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}

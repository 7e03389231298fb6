namespace HipaaJwt.TokenIssuer.Sessions;

/// <summary>The times of automatic logoff.</summary>
internal static class IdleTime
{
    /// <summary>The least time between two records of the activity of a session on one instance.</summary>
    public static TimeSpan Granularity(TokenIssuerOptions options) => options.IdleTimeout / 10;

    /// <summary>
    /// The time after a recorded activity after which the session ends. Later activity may not have been recorded yet, so the granularity
    /// is added and never taken from the user's time.
    /// </summary>
    public static TimeSpan Of(TokenIssuerOptions options) => options.IdleTimeout + Granularity(options);
}

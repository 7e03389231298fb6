namespace HipaaJwt.Sqlite.Stores;

/// <summary>Changes a session for a refresh token. The session must be read in the transaction that writes the result.</summary>
internal static class SessionAdvanceRules
{
    /// <summary>Gets the row after a token that is the current one or was retried.</summary>
    /// <returns>An equal row if a retry was counted before.</returns>
    public static SessionRow Apply(SessionRow row, bool isRetry) => isRetry ? CountRetry(row) : Advance(row);

    private static SessionRow Advance(SessionRow row) => row with
    {
        Session = row.Session with
        {
            Counter = row.Session.Counter + 1,
            AdvancedAt = row.Session.ReadAt,
            RetriedRefreshes = row.RetriedCounter == row.Session.Counter ? row.Session.RetriedRefreshes : 0,
        },
    };

    private static SessionRow CountRetry(SessionRow row)
    {
        var counter = row.Session.Counter;
        if (row.RetriedCounter == counter)
        {
            return row;
        }

        var previous = row.RetriedCounter == counter - 1 ? row.Session.RetriedRefreshes : 0;
        return new SessionRow(row.Session with { RetriedRefreshes = previous + 1 }, counter);
    }
}

namespace HipaaJwt.TokenIssuer.Sessions;

/// <summary>
/// The sessions that were retried at several refreshes in a row a short time ago: by two tabs of a browser, or by somebody who follows
/// the user with a stolen refresh token. Their number is limited. Thread-safe.
/// </summary>
internal sealed class RetriedSessions
{
    /// <summary>The number of retried refreshes in a row from which a session counts.</summary>
    public const int Suspicious = 3;

    /// <summary>The maximum number of sessions that are counted.</summary>
    public const int MaxSessions = 1_000;

    private static readonly TimeSpan MinWindow = TimeSpan.FromMinutes(15);

    private readonly Dictionary<Guid, long> _retried = [];
    private readonly Lock _lock = new();
    private readonly TimeSpan _window;
    private readonly TimeProvider _time;

    /// <param name="options">
    /// Clients refresh once in the lifetime of an access token, so a session that goes on like this is seen again within two of them.
    /// </param>
    /// <param name="time">The clock.</param>
    public RetriedSessions(TokenIssuerOptions options, TimeProvider time)
    {
        var lifetimes = 2 * options.AccessTokenLifetime;
        _window = lifetimes > MinWindow ? lifetimes : MinWindow;
        _time = time;
    }

    /// <summary>Notes that a session was retried.</summary>
    /// <param name="session">The session.</param>
    /// <param name="refreshes">The number of refreshes in a row that were retried.</param>
    /// <returns>Whether they are so many that the session counts.</returns>
    public bool Add(Guid session, int refreshes)
    {
        if (refreshes < Suspicious)
        {
            return false;
        }

        lock (_lock)
        {
            if (_retried.Count < MaxSessions || _retried.ContainsKey(session) || RemoveOld() < MaxSessions)
            {
                _retried[session] = _time.GetTimestamp();
            }
        }

        return true;
    }

    /// <summary>Counts the sessions.</summary>
    public int Count()
    {
        lock (_lock)
        {
            return RemoveOld();
        }
    }

    private int RemoveOld()
    {
        var now = _time.GetTimestamp();
        foreach (var (session, retried) in _retried)
        {
            if (_time.GetElapsedTime(retried, now) > _window)
            {
                _retried.Remove(session);
            }
        }

        return _retried.Count;
    }
}

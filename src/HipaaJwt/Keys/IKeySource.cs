namespace HipaaJwt.Keys;

/// <summary>A source of verification keys. It decides whether its keys may still be used.</summary>
internal interface IKeySource
{
    /// <summary>Whether the keys may verify a token at this time.</summary>
    bool IsCurrent(DateTimeOffset now);

    /// <summary>Starts a refresh if the source can refresh. Returns at once.</summary>
    void RequestRefresh();
}

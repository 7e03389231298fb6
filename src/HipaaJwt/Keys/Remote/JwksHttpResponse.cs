namespace HipaaJwt.Keys.Remote;

/// <summary>What an address answered.</summary>
internal sealed record Download(KeyFetchOutcome Outcome)
{
    public byte[] Content { get; init; } = [];

    /// <summary>For how long the answer holds, where it says so.</summary>
    public TimeSpan? MaxAge { get; init; }

    public DateTimeOffset AskedAt { get; init; }

    public long AskedTimestamp { get; init; }

    public long EndedTimestamp { get; init; }
}

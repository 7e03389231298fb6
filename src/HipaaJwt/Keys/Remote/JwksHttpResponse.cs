namespace HipaaJwt.Keys.Remote;

/// <summary>What an address answered.</summary>
internal sealed record JwksHttpResponse(JwksFetchOutcome Outcome)
{
    public byte[] Content { get; init; } = [];

    /// <summary>For how long the answer holds, where it says so.</summary>
    public TimeSpan? MaxAge { get; init; }

    public DateTimeOffset RequestedAt { get; init; }

    public long RequestTimestamp { get; init; }

    public long EndTimestamp { get; init; }
}

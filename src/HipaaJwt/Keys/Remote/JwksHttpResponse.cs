namespace HipaaJwt.Keys.Remote;

/// <summary>The response of an address.</summary>
internal sealed record JwksHttpResponse(JwksFetchOutcome Outcome)
{
    public byte[] Content { get; init; } = [];

    /// <summary>The HTTP status of a response that was rejected because of it; otherwise null.</summary>
    public int? Status { get; init; }

    /// <summary>Why there was no response, if the connection failed for a known reason; otherwise null.</summary>
    public HttpRequestError? ConnectionError { get; init; }

    /// <summary>
    /// Whether no request reached the host, as while an issuer starts. Then another one soon afterwards is worthwhile, and is no burden.
    /// </summary>
    public bool CanRetrySoon => ConnectionError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError;

    /// <summary>How long the response may be cached; null if it does not say so.</summary>
    public TimeSpan? MaxAge { get; init; }

    public DateTimeOffset RequestedAt { get; init; }

    public long RequestTimestamp { get; init; }

    public long EndTimestamp { get; init; }
}

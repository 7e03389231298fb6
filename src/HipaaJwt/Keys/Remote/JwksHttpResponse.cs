using System.Net;

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
    /// Whether the issuer gave no answer, or one that it often gives while it starts. A request soon afterwards is worthwhile then.
    /// HTTP 429 asks for the opposite.
    /// </summary>
    public bool CanRetrySoon => Outcome is JwksFetchOutcome.Unreachable or JwksFetchOutcome.TimedOut
        || (Outcome == JwksFetchOutcome.StatusNotOk && Status != (int)HttpStatusCode.TooManyRequests);

    /// <summary>How long the response may be cached; null if it does not say so.</summary>
    public TimeSpan? MaxAge { get; init; }

    public DateTimeOffset RequestedAt { get; init; }

    public long RequestTimestamp { get; init; }

    public long EndTimestamp { get; init; }
}

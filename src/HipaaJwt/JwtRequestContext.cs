using System.Net;

namespace HipaaJwt;

/// <summary>What is known of the request that a token came with.</summary>
public readonly record struct JwtRequestContext
{
    /// <summary>Where the request came from, for the audit event.</summary>
    public IPAddress? RemoteAddress { get; init; }

    /// <summary>What the request asks for, for the audit event. It should name no person.</summary>
    public string? Resource { get; init; }

    /// <summary>
    /// Whether the caller records the decision on access that follows. Then an accepted token leaves no event of its own, so
    /// that each decision leaves exactly one.
    /// </summary>
    /// <value><see langword="false"/> by default.</value>
    public bool AccessDecisionFollows { get; init; }
}

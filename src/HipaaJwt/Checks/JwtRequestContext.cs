using System.Net;
using System.Security.Cryptography.X509Certificates;

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

    /// <summary>
    /// The DPoP proof (RFC 9449, section 4.1), where the token came under the scheme <c>DPoP</c>; empty where it came without a
    /// proof under that scheme.
    /// </summary>
    /// <value><see langword="null"/> by default: the token came as a plain bearer token.</value>
    public string? DPoPProof { get; init; }

    /// <summary>The method of the HTTP request, to which a DPoP proof is bound.</summary>
    public string? HttpMethod { get; init; }

    /// <summary>The address of the HTTP request as the client sees it, to which a DPoP proof is bound.</summary>
    public Uri? HttpUri { get; init; }

    /// <summary>The client's certificate (RFC 8705), as the connection or a trusted proxy vouches for it.</summary>
    public X509Certificate2? ClientCertificate { get; init; }
}

using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace HipaaJwt;

/// <summary>A token to validate, and what is known of the request that it came with. Only <see cref="Token"/> is required.</summary>
/// <example>
/// <code>
/// var result = await validator.ValidateAsync(new JwtValidationRequest
/// {
///     Token = token,
///     RemoteAddress = connection.RemoteAddress,
///     Resource = "queue orders",
/// });
/// </code>
/// </example>
public readonly record struct JwtValidationRequest
{
    /// <summary>Creates a request for a token.</summary>
    /// <param name="token">The token, without anything around it.</param>
    public JwtValidationRequest(EncodedJwt token) => Token = token;

    /// <summary>The token: a string, characters or UTF-8, without anything around it.</summary>
    public EncodedJwt Token { get; init; }

    /// <summary>The method of the HTTP request. A DPoP proof is bound to it (RFC 9449, section 4.2).</summary>
    public string? HttpMethod { get; init; }

    /// <summary>The address of the HTTP request as the client sees it. A DPoP proof is bound to it (RFC 9449, section 4.2).</summary>
    public Uri? HttpUri { get; init; }

    /// <summary>
    /// The DPoP proof, if the token came under the scheme <c>DPoP</c> (RFC 9449, section 7.1); empty if it came under that
    /// scheme without a proof.
    /// </summary>
    /// <value><see langword="null"/> by default: the token came as a plain bearer token.</value>
    public string? DPoPProof { get; init; }

    /// <summary>The client's certificate (RFC 8705, section 3), as verified by the connection or forwarded by a trusted proxy.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>The address of the client, for the audit event.</summary>
    public IPAddress? RemoteAddress { get; init; }

    /// <summary>The requested resource, for the audit event. It should not identify a patient.</summary>
    public string? Resource { get; init; }

    /// <summary>An identifier that the audit events of one request share.</summary>
    public string? RequestId { get; init; }

    /// <summary>
    /// Whether the caller records the access decision that follows. An accepted token then writes no event of its own, so that
    /// one decision writes one event.
    /// </summary>
    /// <value><see langword="false"/> by default.</value>
    public bool AccessDecisionFollows { get; init; }

    /// <summary>The method and the resource; never the token or the proof.</summary>
    public override string ToString() => $"JwtValidationRequest {HttpMethod} {Resource}";
}

using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace HipaaJwt;

/// <summary>A token to validate and the request that it came with. Only <see cref="Token"/> is required.</summary>
/// <example>
/// <code>
/// JwtValidationResult result = await validator.ValidateAsync(new JwtValidationRequest
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
    /// <param name="token">The token alone, without a scheme such as <c>Bearer</c>.</param>
    public JwtValidationRequest(EncodedJwt token) => Token = token;

    /// <summary>The token alone, as a string, characters or UTF-8 bytes.</summary>
    /// <value>Empty by default. An empty token is rejected with <see cref="JwtErrorCode.TokenMissing"/>.</value>
    public EncodedJwt Token { get; init; }

    /// <summary>The method of the HTTP request, such as <c>GET</c>. Required for DPoP (RFC 9449, section 4.2).</summary>
    /// <value><see langword="null"/> by default.</value>
    public string? HttpMethod { get; init; }

    /// <summary>The absolute URI of the HTTP request as the client sees it. Required for DPoP (RFC 9449, section 4.2).</summary>
    /// <value><see langword="null"/> by default.</value>
    public Uri? HttpUri { get; init; }

    /// <summary>
    /// The DPoP proof, if the token came with the scheme <c>DPoP</c> (RFC 9449, section 7.1). Set it to an empty string if that scheme
    /// came without a proof.
    /// </summary>
    /// <value><see langword="null"/> by default, for a bearer token.</value>
    public string? DPoPProof { get; init; }

    /// <summary>The client certificate that the TLS connection verified or a trusted proxy forwarded (RFC 8705, section 3).</summary>
    /// <value><see langword="null"/> by default.</value>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>The address of the client, for the audit event.</summary>
    /// <value><see langword="null"/> by default.</value>
    public IPAddress? RemoteAddress { get; init; }

    /// <summary>The requested resource, for the audit event. It should not identify a patient.</summary>
    /// <value><see langword="null"/> by default.</value>
    public string? Resource { get; init; }

    /// <summary>The identifier that all audit events of one request share.</summary>
    /// <value><see langword="null"/> by default.</value>
    public string? RequestId { get; init; }

    /// <summary>
    /// Whether the caller will record an access decision for this request. An accepted token then writes no event, so that one decision
    /// writes one audit event.
    /// </summary>
    /// <value><see langword="false"/> by default.</value>
    public bool AccessDecisionFollows { get; init; }

    /// <summary>
    /// Whether the key or certificate that the token is bound to is not checked. Set it only if the sender of the request does not use
    /// the token, such as a service that asks whether a token is active (RFC 7662) and checks the sender itself.
    /// </summary>
    /// <value><see langword="false"/> by default.</value>
    public bool IgnoreSenderConstraint { get; init; }

    /// <summary>Returns the HTTP method and the resource, never the token or the proof.</summary>
    public override string ToString() => $"JwtValidationRequest {HttpMethod} {Resource}";
}

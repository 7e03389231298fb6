using Microsoft.AspNetCore.Http;

namespace HipaaJwt.TokenIssuer.Requests;

/// <summary>The error of a response (RFC 6749, section 5.2), and the reason for the audit event.</summary>
/// <param name="Error">The value of <c>error</c>.</param>
/// <param name="Description">The value of <c>error_description</c>: a fixed text for developers; null for none.</param>
/// <param name="Reason">The reason of the audit event; none if the event is already written.</param>
/// <param name="Status">The status of the response.</param>
internal sealed record EndpointFailure(
    string Error, string? Description, JwtError Reason = default, int Status = StatusCodes.Status400BadRequest)
{
    /// <summary>The client did not authenticate. The response does not tell why.</summary>
    public static EndpointFailure InvalidClient { get; } = new(
        "invalid_client",
        "Client authentication failed.",
        new JwtError(JwtErrorCode.ClientNotAuthenticated),
        StatusCodes.Status401Unauthorized);

    public static EndpointFailure InvalidGrant { get; } = new("invalid_grant", "The refresh token is not valid.");

    public static EndpointFailure InvalidScope { get; } = new("invalid_scope", "The scope exceeds that of the session, or is malformed.");

    public static EndpointFailure UnauthorizedClient { get; } = new(
        "unauthorized_client", "The client may not use this endpoint.", new JwtError(JwtErrorCode.ClientNotAuthenticated));

    public static EndpointFailure UnsupportedGrantType { get; } = new(
        "unsupported_grant_type", "Only refresh_token is supported.", new JwtError(JwtErrorCode.RequestMalformed, "grant_type"));

    public static EndpointFailure UnsupportedTokenType { get; } = new(
        "unsupported_token_type", "Access tokens cannot be revoked without a store of revocations.");

    /// <summary>The outcome is unknown, so that the client may try again.</summary>
    public static EndpointFailure Unavailable { get; } = Unrecorded(JwtError.None);

    public bool IsUnavailable => Status == StatusCodes.Status503ServiceUnavailable;

    /// <param name="description">What is wrong, without data of the request.</param>
    /// <param name="member">The parameter at fault; null if there is none.</param>
    public static EndpointFailure InvalidRequest(string description, string? member = null) =>
        new("invalid_request", description, new JwtError(JwtErrorCode.RequestMalformed, member));

    /// <summary>Something is unavailable, and no event tells so yet.</summary>
    public static EndpointFailure Unrecorded(JwtError reason) =>
        new("temporarily_unavailable", null, reason, StatusCodes.Status503ServiceUnavailable);
}

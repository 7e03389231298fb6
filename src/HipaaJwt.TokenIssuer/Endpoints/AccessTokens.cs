using HipaaJwt.TokenIssuer.Requests;

namespace HipaaJwt.TokenIssuer.Endpoints;

/// <summary>Validates access tokens that a client asks about. Their sender is not checked, because the client does not use them.</summary>
internal sealed class AccessTokens
{
    private readonly IJwtValidator _validator;
    private readonly string _issuer;

    /// <param name="validator">The validator of the issuer's trust.</param>
    /// <param name="issuer">The issuer. Tokens of other issuers of the trust are not its business.</param>
    public AccessTokens(IJwtValidator validator, string issuer)
    {
        _validator = validator;
        _issuer = issuer;
    }

    /// <summary>Access tokens are signed tokens with dots; refresh tokens have none.</summary>
    public static bool IsAccessToken(string token) => token.Contains('.', StringComparison.Ordinal);

    /// <summary>Validates a token.</summary>
    /// <param name="call">The request.</param>
    /// <param name="token">The token.</param>
    /// <param name="eventFollows">Whether the caller writes an event about an accepted token.</param>
    /// <returns>The token, or no token and an error. The validator has recorded the error.</returns>
    public async ValueTask<(ValidatedJwt? Token, JwtError Error)> FindAsync(EndpointCall call, string token, bool eventFollows)
    {
        var result = await _validator.ValidateAsync(
            new JwtValidationRequest(token)
            {
                HttpMethod = call.Http.Request.Method,
                RemoteAddress = call.Http.Connection.RemoteIpAddress,
                Resource = RejectionRecorder.ResourceOf(call.Http),
                RequestId = call.Http.TraceIdentifier,
                AccessDecisionFollows = eventFollows,
                IgnoreSenderConstraint = true,
            },
            CancellationToken.None).ConfigureAwait(false);
        return result.Token?.Issuer == _issuer ? (result.Token, JwtError.None) : (null, result.Error);
    }
}

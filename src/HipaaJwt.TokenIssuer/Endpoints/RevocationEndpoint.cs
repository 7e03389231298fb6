using HipaaJwt.TokenIssuer.Cookies;
using HipaaJwt.TokenIssuer.Requests;
using Microsoft.AspNetCore.Http;

namespace HipaaJwt.TokenIssuer.Endpoints;

/// <summary>
/// Revokes tokens of the client (RFC 7009). A refresh token ends its session. A token that is unknown, invalid or of another client
/// changes nothing, and the response is the same, so that nobody learns about tokens of others.
/// </summary>
internal sealed class RevocationEndpoint
{
    private static readonly JwtError OtherClient = new(JwtErrorCode.ClaimValueNotAllowed, "client_id");

    private readonly EndpointPipeline _pipeline;
    private readonly ITokenIssuer _issuer;
    private readonly AccessTokens _accessTokens;
    private readonly IRevocation? _revocation;
    private readonly RejectionRecorder _recorder;

    /// <param name="pipeline">Authenticates the client.</param>
    /// <param name="issuer">Ends sessions.</param>
    /// <param name="accessTokens">Validates access tokens.</param>
    /// <param name="revocation">Revokes access tokens; null without a store of revocations.</param>
    /// <param name="recorder">Records that a client wanted to revoke a token of another.</param>
    public RevocationEndpoint(
        EndpointPipeline pipeline, ITokenIssuer issuer, AccessTokens accessTokens, IRevocation? revocation, RejectionRecorder recorder)
    {
        _pipeline = pipeline;
        _issuer = issuer;
        _accessTokens = accessTokens;
        _revocation = revocation;
        _recorder = recorder;
    }

    public Task HandleAsync(HttpContext http) => _pipeline.RunAsync(http, ServeAsync);

    /// <summary>The form of the token tells its type, so the hint is not needed (section 2.1).</summary>
    private async ValueTask<EndpointFailure?> ServeAsync(EndpointCall call)
    {
        var presented = PresentedToken.Read(call, "token");
        if (presented.Failure is { } missing)
        {
            return missing;
        }

        if (!presented.IsFromCookie && AccessTokens.IsAccessToken(presented.Token))
        {
            return await RevokeAccessTokenAsync(call, presented.Token).ConfigureAwait(false);
        }

        var error = await _issuer.RevokeAsync(CallRequest.Create(call, presented.Token), CancellationToken.None).ConfigureAwait(false);
        if (error.IsUnavailable)
        {
            return EndpointFailure.Unavailable;
        }

        if (presented.IsFromCookie)
        {
            RefreshTokenCookie.Delete(call.Http.Response);
        }

        return null;
    }

    private async ValueTask<EndpointFailure?> RevokeAccessTokenAsync(EndpointCall call, string encoded)
    {
        if (_revocation is null)
        {
            return EndpointFailure.UnsupportedTokenType;
        }

        var (token, error) = await _accessTokens.FindAsync(call, encoded, eventFollows: true).ConfigureAwait(false);
        if (token is null)
        {
            return error.IsUnavailable ? EndpointFailure.Unavailable : null;
        }

        return token.ClientId == call.Client.Id
            ? await RevokeAsync(_revocation, call, token).ConfigureAwait(false)
            : await RejectAsync(call).ConfigureAwait(false);
    }

    private async ValueTask<EndpointFailure?> RejectAsync(EndpointCall call) =>
        await _recorder.RecordAsync(call.Http, call.Client.Id, OtherClient).ConfigureAwait(false) ? null : EndpointFailure.Unavailable;

    private static async ValueTask<EndpointFailure?> RevokeAsync(IRevocation revocation, EndpointCall call, ValidatedJwt token)
    {
        try
        {
            await revocation.RevokeAsync(
                Revocation.Token(token) with
                {
                    Reason = RevocationReason.Logout,
                    RequestId = call.Http.TraceIdentifier,
                    RemoteAddress = call.Http.Connection.RemoteIpAddress,
                },
                CancellationToken.None).ConfigureAwait(false);
            return null;
        }
        catch (RevocationUnavailableException)
        {
            return EndpointFailure.Unrecorded(new JwtError(JwtErrorCode.RevocationUnavailable));
        }
    }
}

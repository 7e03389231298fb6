using System.Text.Json;
using HipaaJwt.TokenIssuer.Cookies;
using HipaaJwt.TokenIssuer.Requests;
using Microsoft.AspNetCore.Http;

namespace HipaaJwt.TokenIssuer.Endpoints;

/// <summary>Continues sessions: <c>grant_type=refresh_token</c> (RFC 6749, section 6).</summary>
internal sealed class TokenEndpoint
{
    private readonly EndpointPipeline _pipeline;
    private readonly ITokenIssuer _issuer;
    private readonly SenderProofs _senders;

    public TokenEndpoint(EndpointPipeline pipeline, ITokenIssuer issuer, SenderProofs senders)
    {
        _pipeline = pipeline;
        _issuer = issuer;
        _senders = senders;
    }

    public Task HandleAsync(HttpContext http) => _pipeline.RunAsync(http, ServeAsync);

    /// <summary>The refresh is not cancelled when the client disconnects, so that its event is written.</summary>
    private async ValueTask<EndpointFailure?> ServeAsync(EndpointCall call)
    {
        if (call.Form["grant_type"] != "refresh_token")
        {
            return call.Form["grant_type"] is null
                ? EndpointFailure.InvalidRequest("The parameter grant_type is missing.", "grant_type")
                : EndpointFailure.UnsupportedGrantType;
        }

        var presented = PresentedToken.Read(call, "refresh_token");
        if (presented.Failure is { } missing)
        {
            return missing;
        }

        if (!ScopeText.TryRead(call.Form["scope"], out var scopes))
        {
            return EndpointFailure.InvalidScope with { Reason = new JwtError(JwtErrorCode.RequestMalformed, "scope") };
        }

        List<TokenBinding> bindings = [];
        if (await _senders.ReadAsync(call, bindings).ConfigureAwait(false) is { } notProved)
        {
            return notProved;
        }

        var result = await _issuer.RefreshAsync(CallRequest.Create(call, presented.Token, scopes, bindings), CancellationToken.None)
            .ConfigureAwait(false);
        if (!result.IsIssued)
        {
            return Reject(call, presented, result.Error);
        }

        await WriteAsync(call.Http.Response, result.Tokens, presented.IsFromCookie).ConfigureAwait(false);
        return null;
    }

    /// <summary>The issuer has recorded the error. A cookie of a session that is over is deleted, because it is of no use.</summary>
    private static EndpointFailure Reject(EndpointCall call, in PresentedToken presented, JwtError error)
    {
        if (error.IsUnavailable)
        {
            return EndpointFailure.Unavailable;
        }

        if (error.Code == JwtErrorCode.ClaimValueNotAllowed)
        {
            return error.Member == "scope" ? EndpointFailure.InvalidScope : EndpointFailure.InvalidGrant;
        }

        if (presented.IsFromCookie && !IsSenderError(error.Code))
        {
            RefreshTokenCookie.Delete(call.Http.Response);
        }

        return EndpointFailure.InvalidGrant;
    }

    /// <summary>Whether the session goes on with the right key or certificate.</summary>
    private static bool IsSenderError(JwtErrorCode code) => (int)code is >= 700 and < 800;

    private static Task WriteAsync(HttpResponse response, IssuedTokens tokens, bool isCookie)
    {
        if (isCookie && tokens.RefreshToken is { } refreshToken)
        {
            RefreshTokenCookie.Append(response, refreshToken);
        }

        return EndpointResponse.WriteJsonAsync(response, writer => WriteTokens(writer, tokens, isCookie));
    }

    private static void WriteTokens(Utf8JsonWriter writer, IssuedTokens tokens, bool isCookie)
    {
        writer.WriteString("access_token", tokens.AccessToken);
        writer.WriteString("token_type", tokens.TokenType);
        writer.WriteNumber("expires_in", (long)tokens.ExpiresIn.TotalSeconds);
        if (tokens.Scopes.Count > 0)
        {
            writer.WriteString("scope", string.Join(' ', tokens.Scopes));
        }

        if (!isCookie && tokens.RefreshToken is { } refreshToken)
        {
            writer.WriteString("refresh_token", refreshToken);
        }
    }
}

using HipaaJwt.TokenIssuer.Cookies;
using HipaaJwt.TokenIssuer.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace HipaaJwt.TokenIssuer.Endpoints;

/// <summary>
/// Ends the session of the access token in the header Authorization, or of the refresh token in the cookie of a browser. The cookie is
/// deleted.
/// </summary>
internal sealed class LogoutEndpoint
{
    private const string NonceHeader = "DPoP-Nonce";

    private readonly EndpointPipeline _pipeline;
    private readonly ITokenIssuer _issuer;
    private readonly IJwtValidator _validator;
    private readonly SessionLogout _logout;
    private readonly RejectionRecorder _recorder;
    private readonly DPoPNonces _nonces;
    private readonly Uri _address;
    private readonly string _issuerName;

    public LogoutEndpoint(
        EndpointPipeline pipeline,
        ITokenIssuer issuer,
        IJwtValidator validator,
        SessionLogout logout,
        RejectionRecorder recorder,
        DPoPNonces nonces,
        EndpointAddresses addresses)
    {
        _pipeline = pipeline;
        _issuer = issuer;
        _validator = validator;
        _logout = logout;
        _recorder = recorder;
        _nonces = nonces;
        _address = new Uri(addresses.AddressOf("logout"));
        _issuerName = addresses.Issuer;
    }

    /// <summary>Everything but an access token over a protected connection is for the pipeline, which rejects the rest.</summary>
    public Task HandleAsync(HttpContext http) =>
        EndpointTransport.Check(http) is null && AuthorizationToken.Read(http.Request) is { } credential
            ? EndOfAccessTokenAsync(http, credential)
            : _pipeline.RunAsync(http, EndOfCookieAsync);

    private static string NameOf(JwtErrorCode code) => code switch
    {
        JwtErrorCode.ProofNonceRequired => "use_dpop_nonce",
        JwtErrorCode.ProofInvalid or JwtErrorCode.ProofReplayed => "invalid_dpop_proof",
        _ => "invalid_token",
    };

    /// <summary>A browser without the cookie has nothing to end. Its response is the same.</summary>
    private async ValueTask<EndpointFailure?> EndOfCookieAsync(EndpointCall call)
    {
        if (!call.Client.AllowsCookies || !PresentedToken.HasAllowedOrigin(call))
        {
            return EndpointFailure.InvalidRequest("Send an access token, or the cookie from an origin of the client.", "Origin");
        }

        var error = RefreshTokenCookie.Read(call.Http.Request) is { } refreshToken
            ? await _issuer.RevokeAsync(CallRequest.Create(call, refreshToken), CancellationToken.None).ConfigureAwait(false)
            : JwtError.None;
        if (error.IsUnavailable)
        {
            return EndpointFailure.Unavailable;
        }

        RefreshTokenCookie.Delete(call.Http.Response);
        return null;
    }

    private async Task EndOfAccessTokenAsync(HttpContext http, AuthorizationToken credential)
    {
        EndpointResponse.ForbidCaching(http.Response);
        if (credential.Proof is not null && _nonces.IsRequired)
        {
            http.Response.Headers[NonceHeader] = _nonces.Current;
        }

        var (token, error) = await FindTokenAsync(http, credential).ConfigureAwait(false);
        var failure = token is null ? Rejected(error) : await _logout.EndAsync(http, token).ConfigureAwait(false);
        if (failure is not null)
        {
            if (!failure.Reason.IsNone)
            {
                await _recorder.RecordAsync(http, token?.ClientId, failure.Reason).ConfigureAwait(false);
            }

            var scheme = credential.Proof is null ? "Bearer" : "DPoP";
            await EndpointResponse.WriteFailureAsync(http.Response, failure, $"{scheme} error=\"{failure.Error}\"").ConfigureAwait(false);
            return;
        }

        if (RefreshTokenCookie.Read(http.Request) is not null)
        {
            RefreshTokenCookie.Delete(http.Response);
        }
    }

    private static EndpointFailure Rejected(JwtError error) => error.IsUnavailable
        ? EndpointFailure.Unavailable
        : new EndpointFailure(NameOf(error.Code), null, JwtError.None, StatusCodes.Status401Unauthorized);

    /// <summary>
    /// Takes the token that the authentication of the application has validated, because a proof can be validated once only. If the
    /// application does not authenticate here, the token is validated now. Either way, a rejection is recorded once.
    /// </summary>
    private async ValueTask<(ValidatedJwt? Token, JwtError Error)> FindTokenAsync(HttpContext http, AuthorizationToken credential)
    {
        var result = http.Features.Get<IJwtValidationFeature>()?.Result is { } earlier && earlier.Error.Code != JwtErrorCode.TokenMissing
            ? earlier
            : await ValidateAsync(http, credential).ConfigureAwait(false);
        return result.Token?.Issuer == _issuerName ? (result.Token, JwtError.None) : (null, result.Error);
    }

    private ValueTask<JwtValidationResult> ValidateAsync(HttpContext http, AuthorizationToken credential) => _validator.ValidateAsync(
        new JwtValidationRequest(credential.Token)
        {
            HttpMethod = http.Request.Method,
            HttpUri = _address,
            DPoPProof = credential.Proof,
            ClientCertificate = http.Features.Get<ITlsConnectionFeature>()?.ClientCertificate,
            RemoteAddress = http.Connection.RemoteIpAddress,
            Resource = RejectionRecorder.ResourceOf(http),
            RequestId = http.TraceIdentifier,
            AccessDecisionFollows = true,
        },
        CancellationToken.None);
}

using System.Text.Encodings.Web;
using HipaaJwt.AspNetCore.Auditing;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HipaaJwt.AspNetCore.Bearer;

/// <summary>Authenticates requests by the bearer token of their Authorization header.</summary>
internal sealed class HipaaJwtBearerHandler : AuthenticationHandler<HipaaJwtBearerOptions>
{
    private readonly RequestValidator _validator;
    private readonly DPoPChallenge _dpop;
    private JwtErrorCode _error = JwtErrorCode.TokenMissing;

    public HipaaJwtBearerHandler(
        IOptionsMonitor<HipaaJwtBearerOptions> options,
        ILoggerFactory logger,
        UrlEncoder encoder,
        RequestValidator validator,
        DPoPChallenge dpop)
        : base(options, logger, encoder)
    {
        _validator = validator;
        _dpop = dpop;
    }

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var state = RequestState.Of(Context);
        state.AuditResource = Options.AuditResource;
        var code = BearerCredential.Read(Request, out var credential);
        if (code == JwtErrorCode.TokenMissing)
        {
            return AuthenticateResult.NoResult();
        }

        if (credential.Proof is not null)
        {
            state.DPoP = _dpop;
            _dpop.WriteNonce(Response);
        }

        if (code == JwtErrorCode.None && !Options.AllowPlainHttpOutsideLoopback && !Transport.IsProtected(Context))
        {
            code = JwtErrorCode.TransportNotSecure;
        }

        var result = code == JwtErrorCode.None
            ? await _validator.ValidateAsync(Context, credential).ConfigureAwait(false)
            : await _validator.RefuseAsync(Context, code).ConfigureAwait(false);
        _error = result.Error.Code;
        return result.IsValid ? Success(result.Token) : AuthenticateResult.Fail(result.Error.ToString());
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        await HandleAuthenticateOnceSafeAsync().ConfigureAwait(false);
        if (RequestState.Of(Context).IsUnavailable)
        {
            Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        BearerChallenge.Unauthorized(Response, Options, _error);
        if (_error == JwtErrorCode.ProofMissing || (_error == JwtErrorCode.TokenMissing && Options.OfferDPoP))
        {
            BearerChallenge.OfferDPoP(Response, Options, _dpop);
        }
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var state = RequestState.Of(Context);
        if (state.IsUnavailable)
        {
            Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
        else if (state.Demand is { } demand)
        {
            state.IsDemandAnswered = true;
            BearerChallenge.AuthenticationInsufficient(Response, Options, demand);
        }
        else
        {
            BearerChallenge.Forbidden(Response, Options);
        }

        return Task.CompletedTask;
    }

    /// <summary>The principal is new for each request: applications change principals.</summary>
    private AuthenticateResult Success(ValidatedJwt token)
    {
        // Long-lived connections end with their token where the application asks for it (CloseOnAuthenticationExpiration).
        var properties = new AuthenticationProperties { ExpiresUtc = token.ExpiresAt };
        return AuthenticateResult.Success(new AuthenticationTicket(token.CreatePrincipal(Scheme.Name), properties, Scheme.Name));
    }
}

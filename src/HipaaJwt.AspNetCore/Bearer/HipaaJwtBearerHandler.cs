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
    /// <summary>The scheme has no events, and the base would make an object to hold them for each request.</summary>
    private static readonly Task<object> NoEvents = Task.FromResult(new object());

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

    protected override Task<object> CreateEventsAsync() => NoEvents;

    /// <summary>Most verdicts are there at once, and then nothing is kept for an await.</summary>
    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var state = RequestState.Of(Context);
        state.AuditResource = Options.AuditResource;
        var code = BearerCredential.Read(Request, out var credential);
        if (code == JwtErrorCode.TokenMissing)
        {
            return Task.FromResult(AuthenticateResult.NoResult());
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

        var judging = code == JwtErrorCode.None
            ? _validator.ValidateAsync(Context, state, credential)
            : _validator.RefuseAsync(Context, state, code);
        return judging.IsCompletedSuccessfully ? Task.FromResult(Answer(judging.Result)) : AwaitAsync(judging);
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

    private async Task<AuthenticateResult> AwaitAsync(ValueTask<JwtValidationResult> judging) =>
        Answer(await judging.ConfigureAwait(false));

    private AuthenticateResult Answer(JwtValidationResult result)
    {
        _error = result.Error.Code;
        return result.IsValid ? Success(result.Token) : AuthenticateResult.Fail(result.Error.ToString());
    }

    /// <summary>The principal is new for each request: applications change principals.</summary>
    private AuthenticateResult Success(ValidatedJwt token)
    {
        // Long-lived connections end with their token where the application asks for it (CloseOnAuthenticationExpiration).
        var properties = new AuthenticationProperties(new ExpiryItems(token.ExpiresAt));
        return AuthenticateResult.Success(new AuthenticationTicket(token.CreatePrincipal(Scheme.Name), properties, Scheme.Name));
    }
}

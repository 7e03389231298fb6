using System.Text.Encodings.Web;
using HipaaJwt.AspNetCore.Requests;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HipaaJwt.AspNetCore.Bearer;

/// <summary>Authenticates requests by the token of their Authorization header.</summary>
internal sealed class HipaaJwtBearerHandler : AuthenticationHandler<HipaaJwtBearerOptions>
{
    /// <summary>The scheme has no events, and the base class would create an object for them at each request.</summary>
    private static readonly Task<object> NoEvents = Task.FromResult(new object());

    private readonly RequestValidators _validators;
    private JwtErrorCode _error = JwtErrorCode.TokenMissing;

    public HipaaJwtBearerHandler(IOptionsMonitor<HipaaJwtBearerOptions> options, ILoggerFactory logger, UrlEncoder encoder, RequestValidators validators)
        : base(options, logger, encoder) => _validators = validators;

    protected override Task<object> CreateEventsAsync() => NoEvents;

    /// <summary>Most verdicts are complete at once, and then nothing is allocated for an await.</summary>
    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var state = RequestState.Of(Context);
        state.AuditResource = Options.AuditResource;
        var code = AuthorizationHeaderReader.Read(Request, out var credential);
        if (code == JwtErrorCode.TokenMissing)
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        var validator = _validators.For(Options.Trust);
        if (credential.Proof is not null)
        {
            state.DPoPAlgorithms = validator.DPoP.Algorithms;
            validator.DPoP.WriteNonce(Response);
        }

        if (code == JwtErrorCode.None && !Options.AllowPlainHttpOutsideLoopback && !TransportSecurity.IsProtected(Context))
        {
            code = JwtErrorCode.TransportNotSecure;
        }

        var validating = code == JwtErrorCode.None
            ? validator.ValidateAsync(Context, state, credential)
            : validator.RejectAsync(Context, state, code);
        return validating.IsCompletedSuccessfully ? Task.FromResult(ToResult(validating.Result)) : AwaitAsync(validating);
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
            BearerChallenge.OfferDPoP(Response, Options, _validators.For(Options.Trust).DPoP.Algorithms);
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

    private async Task<AuthenticateResult> AwaitAsync(ValueTask<JwtValidationResult> validating) =>
        ToResult(await validating.ConfigureAwait(false));

    private AuthenticateResult ToResult(JwtValidationResult result)
    {
        _error = result.Error.Code;
        return result.IsValid ? Success(result.Token) : AuthenticateResult.Fail(result.Error.ToString());
    }

    /// <summary>The principal is new for each request, because applications change principals.</summary>
    private AuthenticateResult Success(ValidatedJwt token)
    {
        // Long-lived connections end with their token if the application asks for it (CloseOnAuthenticationExpiration).
        var properties = new AuthenticationProperties(new ExpiryItems(token.ExpiresAt));
        return AuthenticateResult.Success(new AuthenticationTicket(token.CreatePrincipal(Scheme.Name), properties, Scheme.Name));
    }
}

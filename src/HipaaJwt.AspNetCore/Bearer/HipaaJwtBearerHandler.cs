using System.Text.Encodings.Web;
using HipaaJwt.AspNetCore.QueryTokens;
using HipaaJwt.AspNetCore.Requests;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HipaaJwt.AspNetCore.Bearer;

/// <summary>Authenticates requests with the token in their Authorization header.</summary>
internal sealed class HipaaJwtBearerHandler : AuthenticationHandler<HipaaJwtBearerOptions>
{
    /// <summary>The scheme has no events. The base class would create an object for them at each request.</summary>
    private static readonly Task<object> NoEvents = Task.FromResult(new object());

    private readonly RequestValidators _validators;
    private JwtErrorCode _error = JwtErrorCode.TokenMissing;

    public HipaaJwtBearerHandler(
        IOptionsMonitor<HipaaJwtBearerOptions> options, ILoggerFactory logger, UrlEncoder encoder, RequestValidators validators)
        : base(options, logger, encoder) => _validators = validators;

    protected override Task<object> CreateEventsAsync() => NoEvents;

    /// <summary>Avoids the allocation of an await if validation completes synchronously, as it usually does.</summary>
    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var state = RequestState.GetOrCreate(Context);
        state.AuditResource = Options.AuditResource;
        var code = AuthorizationHeaderReader.Read(Request, out var credential);
        if (!_validators.QueryTokenPaths.IsEmpty)
        {
            code = QueryTokenReader.Read(Context, Options, code, ref credential);
        }

        if (code == JwtErrorCode.TokenMissing)
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        var validator = _validators.Get(Options.Trust);
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
            ? validator.ValidateAsync(Context, state, Scheme.Name, credential)
            : validator.RejectAsync(Context, state, code);
        return validating.IsCompletedSuccessfully
            ? Task.FromResult(ToResult(validating.Result, credential.Token))
            : AwaitAsync(validating, credential.Token);
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        await HandleAuthenticateOnceSafeAsync().ConfigureAwait(false);
        var state = RequestState.GetOrCreate(Context);
        if (state.IsUnavailable)
        {
            UnavailableResponse.Write(Response);
            return;
        }

        BearerChallenge.WriteUnauthorized(Response, Options, state.IsWithdrawn ? state.Result.Error.Code : _error);
        if (_error == JwtErrorCode.ProofMissing || (_error == JwtErrorCode.TokenMissing && Options.OfferDPoP))
        {
            BearerChallenge.AppendDPoP(Response, Options, _validators.Get(Options.Trust).DPoP.Algorithms);
        }
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var state = RequestState.GetOrCreate(Context);
        if (state.IsUnavailable)
        {
            UnavailableResponse.Write(Response);
        }
        else if (state.StepUp is { } criteria)
        {
            state.IsStepUpWritten = true;
            BearerChallenge.WriteStepUp(Response, Options, criteria);
        }
        else
        {
            BearerChallenge.WriteForbidden(Response, Options);
        }

        return Task.CompletedTask;
    }

    private async Task<AuthenticateResult> AwaitAsync(ValueTask<JwtValidationResult> validating, ReadOnlyMemory<char> encoded) =>
        ToResult(await validating.ConfigureAwait(false), encoded);

    private AuthenticateResult ToResult(JwtValidationResult result, ReadOnlyMemory<char> encoded)
    {
        _error = result.Error.Code;
        return result.IsValid ? Success(result.Token, encoded) : AuthenticateResult.Fail(result.Error.ToString());
    }

    /// <summary>Creates a principal for each request, because applications modify principals.</summary>
    private AuthenticateResult Success(ValidatedJwt token, ReadOnlyMemory<char> encoded)
    {
        // With CloseOnAuthenticationExpiration, SignalR closes a connection when its token expires.
        var properties = new AuthenticationProperties(new ExpirationItems(token.ExpiresAt), new TicketParameters());
        if (Options.SaveToken)
        {
            properties.StoreTokens([new AuthenticationToken { Name = "access_token", Value = encoded.ToString() }]);
        }

        return AuthenticateResult.Success(new AuthenticationTicket(token.CreatePrincipal(Scheme.Name), properties, Scheme.Name));
    }
}

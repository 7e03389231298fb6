using System.Security.Claims;
using HipaaJwt.AspNetCore.Bearer;
using HipaaJwt.AspNetCore.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.AspNetCore.JwtBearer;

/// <summary>
/// Lets JwtBearer's pipeline validate tokens by <see cref="IJwtValidator"/>. JwtBearer's validation parameters are not used:
/// trusted issuers are set in one place.
/// </summary>
internal sealed class StrictTokenHandler : TokenHandler
{
    private readonly Lazy<RequestValidator> _requests;
    private readonly IHttpContextAccessor _contexts;

    /// <param name="trust">The name of the trust that validates the tokens.</param>
    /// <param name="requests">The validators of all trusts. They are used at the first token, when the start has checked the trust.</param>
    /// <param name="contexts">Finds the request.</param>
    public StrictTokenHandler(string trust, RequestValidators requests, IHttpContextAccessor contexts)
    {
        _requests = new Lazy<RequestValidator>(() => requests.For(trust));
        _contexts = contexts;
    }

    public override SecurityToken ReadToken(string token) => new JsonWebToken(token);

    public override Task<TokenValidationResult> ValidateTokenAsync(SecurityToken token, TokenValidationParameters validationParameters) =>
        ValidateTokenAsync((token as JsonWebToken)?.EncodedToken ?? string.Empty, validationParameters);

    public override async Task<TokenValidationResult> ValidateTokenAsync(string token, TokenValidationParameters validationParameters)
    {
        var result = _contexts.HttpContext is { } context
            ? await _requests.Value.ValidateAsync(context, RequestState.Of(context), new RequestCredential(token.AsMemory(), Proof: null)).ConfigureAwait(false)
            : await _requests.Value.ValidateAsync(token).ConfigureAwait(false);
        return result.IsValid
            ? Accepted(token, result.Token, validationParameters?.AuthenticationType)
            : Rejected(result.Error);
    }

    private static TokenValidationResult Accepted(string token, ValidatedJwt validated, string? authenticationType)
    {
        var principal = authenticationType is null ? validated.CreatePrincipal() : validated.CreatePrincipal(authenticationType);
        return new TokenValidationResult
        {
            IsValid = true,
            ClaimsIdentity = (ClaimsIdentity)principal.Identity!,
            SecurityToken = new JsonWebToken(token),
            Issuer = validated.Issuer,
        };
    }

    private static TokenValidationResult Rejected(JwtError error) => new()
    {
        IsValid = false,
        Exception = new SecurityTokenValidationException(error.ToString()),
    };
}

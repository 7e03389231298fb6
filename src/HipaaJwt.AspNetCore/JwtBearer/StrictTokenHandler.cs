using System.Security.Claims;
using HipaaJwt.AspNetCore.Auditing;
using HipaaJwt.AspNetCore.Bearer;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.AspNetCore.JwtBearer;

/// <summary>
/// Lets JwtBearer's pipeline ask <see cref="IJwtValidator"/>. The validation parameters of JwtBearer are not used: what is
/// trusted is said in one place.
/// </summary>
internal sealed class StrictTokenHandler : TokenHandler
{
    private readonly IJwtValidator _validator;
    private readonly RequestValidator _requests;
    private readonly IHttpContextAccessor _contexts;

    public StrictTokenHandler(IJwtValidator validator, RequestValidator requests, IHttpContextAccessor contexts)
    {
        _validator = validator;
        _requests = requests;
        _contexts = contexts;
    }

    public override SecurityToken ReadToken(string token) => new JsonWebToken(token);

    public override Task<TokenValidationResult> ValidateTokenAsync(SecurityToken token, TokenValidationParameters validationParameters) =>
        ValidateTokenAsync((token as JsonWebToken)?.EncodedToken ?? string.Empty, validationParameters);

    public override async Task<TokenValidationResult> ValidateTokenAsync(string token, TokenValidationParameters validationParameters)
    {
        var result = _contexts.HttpContext is { } context
            ? await _requests.ValidateAsync(context, RequestState.Of(context), new RequestCredential(token.AsMemory(), Proof: null)).ConfigureAwait(false)
            : await _validator.ValidateAsync(token).ConfigureAwait(false);
        return result.IsValid
            ? Accepted(token, result.Token, validationParameters?.AuthenticationType)
            : Refused(result.Error);
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

    private static TokenValidationResult Refused(JwtError error) => new()
    {
        IsValid = false,
        Exception = new SecurityTokenValidationException(error.ToString()),
    };
}

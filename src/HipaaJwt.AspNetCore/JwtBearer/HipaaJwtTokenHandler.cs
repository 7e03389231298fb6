using System.Security.Claims;
using HipaaJwt.AspNetCore.Bearer;
using HipaaJwt.AspNetCore.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.AspNetCore.JwtBearer;

/// <summary>
/// Validates the tokens of a JwtBearer scheme with <see cref="IJwtValidator"/>. Of the scheme's <see cref="TokenValidationParameters"/>
/// it uses only the claim types of the identity, so that trusted issuers are configured in one place.
/// </summary>
internal sealed class HipaaJwtTokenHandler : TokenHandler
{
    private readonly string _scheme;
    private readonly Lazy<RequestValidator> _validator;
    private readonly IHttpContextAccessor _contexts;

    /// <param name="scheme">The name of the scheme.</param>
    /// <param name="trust">The name of the trust that validates the tokens.</param>
    /// <param name="validators">Gets the validators of all trusts. The first token needs them; the options of the scheme do not.</param>
    /// <param name="contexts">Provides the current request.</param>
    public HipaaJwtTokenHandler(string scheme, string trust, Func<RequestValidators> validators, IHttpContextAccessor contexts)
    {
        _scheme = scheme;
        // The start of the host validates the name of the trust, after this constructor.
        _validator = new Lazy<RequestValidator>(() => validators().Get(trust));
        _contexts = contexts;
    }

    public override SecurityToken ReadToken(string token) => new JsonWebToken(token);

    public override Task<TokenValidationResult> ValidateTokenAsync(SecurityToken token, TokenValidationParameters validationParameters) =>
        ValidateTokenAsync((token as JsonWebToken)?.EncodedToken ?? string.Empty, validationParameters);

    public override async Task<TokenValidationResult> ValidateTokenAsync(string token, TokenValidationParameters validationParameters)
    {
        var credential = new RequestCredential(token.AsMemory(), Proof: null);
        var result = _contexts.HttpContext is { } context
            ? await _validator.Value
                .ValidateAsync(context, RequestState.GetOrCreate(context), _scheme, credential).ConfigureAwait(false)
            : await _validator.Value.ValidateAsync(token).ConfigureAwait(false);
        return result.IsValid
            ? Accepted(token, result.Token, validationParameters)
            : Rejected(result.Error);
    }

    private static TokenValidationResult Accepted(string token, ValidatedJwt validated, TokenValidationParameters? parameters)
    {
        var securityToken = new ValidatedJsonWebToken(token, validated);
        var principal = IdentityClaimTypes.CreatePrincipal(validated, securityToken, parameters);
        return new TokenValidationResult
        {
            IsValid = true,
            ClaimsIdentity = (ClaimsIdentity)principal.Identity!,
            SecurityToken = securityToken,
            Issuer = validated.Issuer,
        };
    }

    private static TokenValidationResult Rejected(JwtError error) => new()
    {
        IsValid = false,
        Exception = new SecurityTokenValidationException(error.ToString()),
    };
}

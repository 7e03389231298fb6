using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Tests.Conformance.Differential;

/// <summary>The Microsoft handler with the same trusted issuers, as strict as its parameters allow.</summary>
internal sealed class MicrosoftValidator
{
    private readonly JsonWebTokenHandler _handler = new() { MaximumTokenSizeInBytes = Trusted.MaxTokenBytes, MapInboundClaims = false };
    private readonly TokenValidationParameters _parameters;

    public MicrosoftValidator(Trusted trusted) => _parameters = new TokenValidationParameters
    {
        ValidIssuers = trusted.Keys.Select(key => key.Issuer).Distinct(),
        ValidAudiences = Trusted.Audiences,
        ValidAlgorithms = ["HS256", "ES256"],
        IssuerSigningKeys = trusted.Keys.Select(key => key.Key),
        TryAllIssuerSigningKeys = true,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        TypeValidator = ValidateType,
        LifetimeValidator = ValidateLifetime,
    };

    /// <summary>The reason why the token is rejected; null if it is accepted.</summary>
    public async Task<Exception?> ErrorAsync(byte[] token)
    {
        var result = await _handler.ValidateTokenAsync(Encoding.UTF8.GetString(token), _parameters);
        return result.IsValid ? null : result.Exception;
    }

    /// <summary>Ignores case like RFC 7515, section 4.1.9, because the handler compares exactly.</summary>
    private static string ValidateType(string? type, SecurityToken token, TokenValidationParameters parameters) =>
        type?.ToLowerInvariant() is "at+jwt" or "application/at+jwt" ? type : throw new SecurityTokenInvalidTypeException();

    /// <summary>Validates the lifetime at the test's time, because the handler has no replaceable clock.</summary>
    private static bool ValidateLifetime(DateTime? notBefore, DateTime? expires, SecurityToken token, TokenValidationParameters parameters)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(TokenFixture.Now).UtcDateTime;
        var skew = TimeSpan.FromSeconds(Trusted.ClockSkew);
        return expires is not null && now - skew < expires && (notBefore is null || notBefore <= now + skew);
    }
}

using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Tests.Conformance.Differential;

/// <summary>Microsoft's handler with the same trust, as strict as its parameters allow.</summary>
internal sealed class MicrosoftOpinion
{
    private readonly JsonWebTokenHandler _handler = new() { MaximumTokenSizeInBytes = Trusted.MaxTokenBytes, MapInboundClaims = false };
    private readonly TokenValidationParameters _parameters;

    public MicrosoftOpinion(Trusted trusted) => _parameters = new TokenValidationParameters
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

    /// <summary>Why the token is refused, or null.</summary>
    public async Task<Exception?> RefusalAsync(byte[] token)
    {
        var result = await _handler.ValidateTokenAsync(Encoding.UTF8.GetString(token), _parameters);
        return result.IsValid ? null : result.Exception;
    }

    /// <summary>The handler compares to the letter; a media type knows no case (RFC 7515, section 4.1.9).</summary>
    private static string ValidateType(string? type, SecurityToken token, TokenValidationParameters parameters) =>
        type?.ToLowerInvariant() is "at+jwt" or "application/at+jwt" ? type : throw new SecurityTokenInvalidTypeException();

    /// <summary>The handler has no clock to set.</summary>
    private static bool ValidateLifetime(DateTime? notBefore, DateTime? expires, SecurityToken token, TokenValidationParameters parameters)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(Workshop.Now).UtcDateTime;
        var skew = TimeSpan.FromSeconds(Trusted.ClockSkew);
        return expires is not null && now - skew < expires && (notBefore is null || notBefore <= now + skew);
    }
}

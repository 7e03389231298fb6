using HipaaJwt.TokenIssuer.Issuing;
using HipaaJwt.TokenIssuer.Sessions;

namespace HipaaJwt.TokenIssuer.Tokens;

/// <summary>Creates the tokens that a caller receives.</summary>
internal static class TokenResponse
{
    public static IssuedTokens Create(
        AccessTokenContent content, SignedToken token, string? refreshToken, TimeSpan sessionExpiresIn, bool isRetry) => new()
        {
            AccessToken = token.Token!,
            TokenType = content.Binding?.IsKey == true ? "DPoP" : "Bearer",
            ExpiresIn = token.ExpiresIn,
            Scopes = content.Scopes,
            RefreshToken = refreshToken,
            SessionExpiresIn = refreshToken is null ? null : sessionExpiresIn,
            SessionId = content.SessionId,
            TokenId = token.Id,
            IsRetry = isRetry,
        };
}

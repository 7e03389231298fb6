using HipaaJwt.TokenIssuer.Cookies;
using Microsoft.AspNetCore.Http;

namespace HipaaJwt;

/// <summary>Writes the refresh token of a browser into a cookie, for the sign-in of the application.</summary>
public static class RefreshTokenCookieExtensions
{
    /// <summary>
    /// Adds the refresh token as the cookie <c>__Host-hipaajwt-refresh</c>, with <c>HttpOnly</c>, <c>Secure</c>, <c>SameSite=Strict</c>
    /// and <c>Path=/</c>, and forbids caching. The browser deletes the cookie when it is closed. Do not write the refresh token into the
    /// body too. The client needs <see cref="TokenClient.AllowedOrigins"/> to use the cookie.
    /// </summary>
    /// <param name="response">The response to the sign-in.</param>
    /// <param name="tokens">The issued tokens.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">There is no refresh token, because no session was started.</exception>
    /// <example>
    /// <code>
    /// http.Response.AppendRefreshTokenCookie(result.Tokens);
    /// return Results.Ok(new { access_token = result.Tokens.AccessToken });
    /// </code>
    /// </example>
    public static void AppendRefreshTokenCookie(this HttpResponse response, IssuedTokens tokens)
    {
        ArgumentNullException.ThrowIfNull(response);
        ArgumentNullException.ThrowIfNull(tokens);
        if (tokens.RefreshToken is not { } refreshToken)
        {
            throw new ArgumentException(
                "There is no refresh token. Set TokenRequest.StartSession to true, or do not write a cookie.", nameof(tokens));
        }

        response.Headers.CacheControl = "no-store";
        RefreshTokenCookie.Append(response, refreshToken);
    }

    /// <summary>Deletes the cookie with the refresh token. The session goes on: end it with <see cref="ISessionAdministrator"/>.</summary>
    /// <param name="response">The response.</param>
    /// <exception cref="ArgumentNullException"><paramref name="response"/> is null.</exception>
    public static void DeleteRefreshTokenCookie(this HttpResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        RefreshTokenCookie.Delete(response);
    }
}

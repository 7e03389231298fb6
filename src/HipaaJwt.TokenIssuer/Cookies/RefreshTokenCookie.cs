using Microsoft.AspNetCore.Http;

namespace HipaaJwt.TokenIssuer.Cookies;

/// <summary>
/// The cookie with the refresh token of a browser. Scripts cannot read it, other sites cannot make the browser send it, and another host
/// cannot set it, because of its prefix (RFC 6265bis, section 4.1.3). The browser deletes it when it is closed.
/// </summary>
internal static class RefreshTokenCookie
{
    public const string Name = "__Host-hipaajwt-refresh";

    public static string? Read(HttpRequest request) =>
        request.Cookies.TryGetValue(Name, out var token) && token.Length > 0 ? token : null;

    public static void Append(HttpResponse response, string refreshToken) =>
        response.Cookies.Append(Name, refreshToken, CreateOptions());

    public static void Delete(HttpResponse response) => response.Cookies.Delete(Name, CreateOptions());

    /// <summary>The cookie is essential: a cookie policy of the application must not omit it.</summary>
    private static CookieOptions CreateOptions() => new()
    {
        HttpOnly = true,
        Secure = true,
        SameSite = SameSiteMode.Strict,
        Path = "/",
        IsEssential = true,
    };
}

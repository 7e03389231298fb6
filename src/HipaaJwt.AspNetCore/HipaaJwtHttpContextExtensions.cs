using HipaaJwt.AspNetCore.Requests;
using Microsoft.AspNetCore.Http;

namespace HipaaJwt;

/// <summary>Provides the validated token of a request.</summary>
public static class HipaaJwtHttpContextExtensions
{
    /// <summary>Returns the validated token of the user.</summary>
    /// <remarks>
    /// The application may replace the principal in <see cref="HttpContext.User"/>: the token of the request is returned if the
    /// principal has an authenticated identity, and not only identities of schemes of other libraries. If several identities have a
    /// token, the token of the first identity is returned.
    /// </remarks>
    /// <param name="context">The request.</param>
    /// <returns>The token, or <see langword="null"/> if the request has no token or a rejected one.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="context"/> is null.</exception>
    /// <example><code>app.MapGet("/me", (HttpContext http) => http.GetValidatedJwt()?.Subject);</code></example>
    public static ValidatedJwt? GetValidatedJwt(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return CallerTokens.IsAuthenticated(context.User) ? CallerTokens.Find(context.User, context) : null;
    }
}

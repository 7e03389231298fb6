using HipaaJwt.AspNetCore.Requests;
using Microsoft.AspNetCore.Http;

namespace HipaaJwt;

/// <summary>Returns the validated token of a request.</summary>
public static class HipaaJwtHttpContextExtensions
{
    /// <summary>Returns the validated token of the user.</summary>
    /// <param name="context">The request.</param>
    /// <returns><see langword="null"/> if the request had no token or a rejected one.</returns>
    /// <example><code>app.MapGet("/me", (HttpContext http) => http.GetValidatedJwt()?.Subject);</code></example>
    public static ValidatedJwt? GetValidatedJwt(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return PrincipalToken.Of(context.User);
    }
}

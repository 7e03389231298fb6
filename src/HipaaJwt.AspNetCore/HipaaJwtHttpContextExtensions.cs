using HipaaJwt;
using HipaaJwt.AspNetCore.Auditing;

namespace Microsoft.AspNetCore.Http;

/// <summary>Gives the validated token of a request.</summary>
public static class HipaaJwtHttpContextExtensions
{
    /// <summary>
    /// The validated token of the user. Permissions are decided by it; claims that the application added to the user are not
    /// in it.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <returns><see langword="null"/> where the request brought no token, or one that was refused.</returns>
    public static ValidatedJwt? GetValidatedJwt(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Caller.TokenOf(context.User);
    }
}

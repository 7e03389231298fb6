using HipaaJwt.AspNetCore.Requests;
using Microsoft.AspNetCore.Http;

namespace HipaaJwt.AspNetCore.Binding;

/// <summary>Provides the token of a request to parameters and constructors.</summary>
internal static class RequestToken
{
    /// <summary>Returns the token for a service of the type <see cref="ValidatedJwt"/>.</summary>
    /// <param name="context">The request; null outside a request.</param>
    /// <returns>The token. It is null only if the endpoint has a parameter that may be null.</returns>
    /// <exception cref="InvalidOperationException">There is no token, or no request.</exception>
    public static ValidatedJwt? Resolve(HttpContext? context) => context is null
        ? throw new InvalidOperationException(
            "ValidatedJwt was resolved outside a request. Resolve it from the services of a request, or pass the token.")
        : context.GetValidatedJwt() ?? (TokenParameter.IsOptionalFor(context.GetEndpoint()) ? null : throw Missing(context));

    /// <summary>Describes what to change if code requires a token that the request does not have.</summary>
    public static InvalidOperationException Missing(HttpContext context) => new(
        $"{RequestResource.Of(context)} needs a ValidatedJwt, but the request has no accepted token. "
        + "Call RequireAuthorization or RequirePermission for the endpoint, with a scheme of HipaaJwt. "
        + "If a request without a token is expected, declare the parameter as [FromServices] ValidatedJwt?.");
}

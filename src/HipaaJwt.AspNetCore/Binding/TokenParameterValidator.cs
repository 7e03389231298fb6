using HipaaJwt.AspNetCore.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace HipaaJwt.AspNetCore.Binding;

/// <summary>Finds endpoints that need a token and let requests without one in, and optional parameters that would never be null.</summary>
internal static class TokenParameterValidator
{
    /// <param name="endpoints">The endpoints of the application.</param>
    /// <param name="hasFallbackPolicy">Whether endpoints that do not name a policy demand authorization too.</param>
    /// <exception cref="InvalidOperationException">An endpoint would fail for a request without a token.</exception>
    public static void Validate(IReadOnlyList<Endpoint> endpoints, bool hasFallbackPolicy)
    {
        var open = endpoints.FirstOrDefault(endpoint => TokenParameter.IsRequiredBy(endpoint) && !IsDemanded(endpoint, hasFallbackPolicy));
        if (open is not null)
        {
            throw new InvalidOperationException(
                $"The endpoint \"{NameOf(open)}\" has a parameter of the type ValidatedJwt, but accepts requests without a token. "
                + "Call RequirePermission or RequireAuthorization for it, or declare the parameter as [FromServices] ValidatedJwt?.");
        }

        if (endpoints.FirstOrDefault(TokenParameter.NeedsAttribute) is { } inferred)
        {
            throw new InvalidOperationException(
                $"The endpoint \"{NameOf(inferred)}\" has an optional parameter of the type ValidatedJwt. ASP.NET Core passes null for a "
                + "missing service only with an attribute. Write [FromServices] ValidatedJwt?.");
        }
    }

    private static string NameOf(Endpoint endpoint) =>
        endpoint.DisplayName ?? (endpoint as RouteEndpoint)?.RoutePattern.RawText ?? "(unnamed)";

    private static bool IsDemanded(Endpoint endpoint, bool hasFallbackPolicy) =>
        !EndpointAuthorization.IsAnonymous(endpoint) && (hasFallbackPolicy || EndpointAuthorization.IsDemandedBy(endpoint));
}

using HipaaJwt.TokenIssuer.Cookies;
using HipaaJwt.TokenIssuer.Requests;

namespace HipaaJwt.TokenIssuer.Endpoints;

/// <summary>The token of a request, from a parameter or from the cookie of a browser.</summary>
/// <param name="Token">The token; empty with a failure.</param>
/// <param name="IsFromCookie">Whether it is a refresh token from the cookie.</param>
/// <param name="Failure">Why the request has no token; null if it has one.</param>
internal readonly record struct PresentedToken(string Token, bool IsFromCookie, EndpointFailure? Failure)
{
    /// <summary>Reads the token. The cookie counts only without the parameter, and only from an origin of the client.</summary>
    /// <param name="call">The request.</param>
    /// <param name="parameter">The name of the parameter.</param>
    public static PresentedToken Read(EndpointCall call, string parameter)
    {
        if (call.Form[parameter] is { } token)
        {
            return new PresentedToken(token, IsFromCookie: false, null);
        }

        if (!call.Client.AllowsCookies || RefreshTokenCookie.Read(call.Http.Request) is not { } cookie)
        {
            return Failed($"The parameter {parameter} is missing.", parameter);
        }

        return HasAllowedOrigin(call)
            ? new PresentedToken(cookie, IsFromCookie: true, null)
            : Failed("The header Origin is not an origin of the client.", "Origin");
    }

    /// <summary>Browsers send the header with every POST, so a request without it is not from a browser.</summary>
    public static bool HasAllowedOrigin(EndpointCall call) =>
        call.Http.Request.Headers.Origin is { Count: 1 } origins && call.Client.AllowsOrigin(origins[0]);

    public override string ToString() => nameof(PresentedToken);

    private static PresentedToken Failed(string description, string member) =>
        new(string.Empty, IsFromCookie: false, EndpointFailure.InvalidRequest(description, member));
}

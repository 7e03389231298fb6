using HipaaJwt.AspNetCore.Requests;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.AspNetCore.Bearer;

/// <summary>Knows whether the authorization middleware will decide about a request, so that its event names the accepted token.</summary>
internal static class EndpointDecision
{
    private static readonly Endpoint Unavailable = new(
        context => UnavailableResponse.WriteAsync(context).AsTask(),
        new EndpointMetadataCollection(new AllowAnonymousAttribute()),
        "HipaaJwt: the token could not be recorded");

    /// <summary>
    /// Returns whether the decision follows. It does not if the metadata of the endpoint demands no authorization: then code may decide
    /// by the token, so the accepted token is recorded before that code runs. If the endpoint is not known yet,
    /// <see cref="DeferredAcceptance"/> finds out.
    /// </summary>
    public static bool Follows(HttpContext context, RequestState state, Endpoint? endpoint) =>
        !state.HasEndpointDecided && (endpoint is null || IsDemanded(endpoint, context));

    /// <summary>Returns whether the endpoint demands authorization.</summary>
    public static bool IsDemanded(Endpoint endpoint, HttpContext context) =>
        !EndpointAuthorization.IsAnonymous(endpoint) && (EndpointAuthorization.IsDemandedBy(endpoint) || HasFallbackPolicy(context));

    /// <summary>
    /// Responds 503 instead of running the code of an endpoint that demands no authorization, if the token could not be recorded.
    /// </summary>
    public static void Refuse(HttpContext context, RequestState state)
    {
        if (!state.HasEndpointDecided && context.FindEndpoint() is { } endpoint && !Follows(context, state, endpoint))
        {
            context.SetEndpoint(Unavailable);
        }
    }

    private static bool HasFallbackPolicy(HttpContext context) =>
        context.RequestServices.GetRequiredService<IAuthorizationPolicyProvider>().GetFallbackPolicyAsync() is
        {
            IsCompletedSuccessfully: true,
            Result: not null,
        };
}

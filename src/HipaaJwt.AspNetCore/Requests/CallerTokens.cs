using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;

namespace HipaaJwt.AspNetCore.Requests;

/// <summary>
/// Finds the validated token of the user that a decision is about. The verdict of the request decides, because an application may
/// replace the principal. The decision and its audit event use the same token.
/// </summary>
internal sealed class CallerTokens
{
    private readonly CurrentRequest _current;

    public CallerTokens(CurrentRequest current) => _current = current;

    /// <summary>Returns the token of a user in a request; null if the user has none.</summary>
    public static ValidatedJwt? Find(ClaimsPrincipal? user, HttpContext? context) =>
        FindIdentity(user)?.Token ?? (context is not null && ReferenceEquals(user, context.User) ? FindReplaced(user, context) : null);

    /// <summary>Returns whether an identity of the user is authenticated, with a token or otherwise.</summary>
    public static bool IsAuthenticated(ClaimsPrincipal? user)
    {
        foreach (var identity in IdentitiesOf(user))
        {
            if (identity.IsAuthenticated)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Returns the request of a decision; null outside a request.</summary>
    /// <param name="resource">The resource of the decision.</param>
    public HttpContext? ContextOf(object? resource) => resource switch
    {
        HttpContext context => context,
        HubInvocationContext invocation => invocation.Context.GetHttpContext(),
        _ => _current.Ambient,
    };

    /// <summary>Returns the token of the user that a decision is about; null if the user has none.</summary>
    public ValidatedJwt? Find(ClaimsPrincipal? user, object? resource)
    {
        if (FindIdentity(user) is { } identity)
        {
            return identity.Token;
        }

        // A connection keeps its principal, even if its request gets another one.
        var context = ContextOf(resource);
        return context is not null && resource is HubInvocationContext invocation && ReferenceEquals(user, invocation.Context.User)
            ? FindReplaced(user, context)
            : Find(user, context);
    }

    /// <summary>Returns the token that grants access to the user; null if there is none or no identity is authenticated.</summary>
    public ValidatedJwt? FindAuthenticated(ClaimsPrincipal? user, object? resource) =>
        IsAuthenticated(user) ? Find(user, resource) : null;

    /// <summary>Without own authentications, the origin of the principal is unknown, so it has no token.</summary>
    private static ValidatedJwt? FindReplaced(ClaimsPrincipal? user, HttpContext context) =>
        RequestState.Find(context) is { Accepted: { } token, OwnAuthentications: > 0 } state && !state.IsOfOtherScheme(IdentitiesOf(user))
            ? token
            : null;

    private static JwtIdentity? FindIdentity(ClaimsPrincipal? user)
    {
        foreach (var identity in IdentitiesOf(user))
        {
            if (identity is JwtIdentity { IsAuthenticated: true } jwt)
            {
                return jwt;
            }
        }

        return null;
    }

    /// <summary>The framework's principals return a list. Enumerating it as IEnumerable would allocate an enumerator.</summary>
    private static List<ClaimsIdentity> IdentitiesOf(ClaimsPrincipal? user)
    {
        var identities = user?.Identities ?? [];
        return identities as List<ClaimsIdentity> ?? [.. identities];
    }
}

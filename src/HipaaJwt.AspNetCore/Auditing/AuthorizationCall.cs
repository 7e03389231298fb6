using System.Security.Claims;
using HipaaJwt.AspNetCore.Requests;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;

namespace HipaaJwt.AspNetCore.Auditing;

/// <summary>A call to the authorization service, with the token that it is about.</summary>
/// <param name="User">The user.</param>
/// <param name="Resource">The resource.</param>
/// <param name="Requirements">The requirements.</param>
/// <param name="PolicyName">The name of the policy; null if none was named.</param>
/// <param name="Token">The token of the user; null without a token.</param>
/// <param name="Context">The request; null outside a request.</param>
/// <param name="IsEndpoint">Whether the endpoint itself is decided, and not code by hand.</param>
/// <param name="FollowsFromRejection">Whether the decision follows from the rejection of the token, which wrote an event.</param>
internal readonly record struct AuthorizationCall(
    ClaimsPrincipal User,
    object? Resource,
    IEnumerable<IAuthorizationRequirement> Requirements,
    string? PolicyName,
    ValidatedJwt? Token,
    HttpContext? Context,
    bool IsEndpoint,
    bool FollowsFromRejection)
{
    /// <summary>The resource as the audit event names it.</summary>
    public string? ResourceName
    {
        get
        {
            var requested = Context is null ? null : RequestState.GetOrCreate(Context).GetResource(Context);
            return Resource is HubInvocationContext invocation ? requested + "#" + invocation.HubMethodName : requested;
        }
    }

    /// <summary>The names of permission and step-up policies repeat their requirements, which the event already contains.</summary>
    public string? RecordedPolicy =>
        PolicyName is { } name && !name.StartsWith("HipaaJwt.", StringComparison.Ordinal) ? name : null;

    /// <summary>
    /// Returns whether the decision is recorded. Without a token, it is if a permission was required or no other scheme authenticated
    /// the caller. A denial that only follows from a rejected token is not, because the rejection already wrote an event.
    /// </summary>
    public bool IsRecorded(IReadOnlyList<string> permissions, AuthorizationResult result) =>
        Token is not null
        || ((permissions.Count > 0 || !CallerTokens.IsAuthenticated(User)) && (result.Succeeded || !FollowsFromRejection));

    /// <summary>Returns no claims.</summary>
    public override string ToString() => nameof(AuthorizationCall);
}

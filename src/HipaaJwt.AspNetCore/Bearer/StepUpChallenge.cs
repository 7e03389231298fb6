using HipaaJwt.AspNetCore.Requests;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;

namespace HipaaJwt.AspNetCore.Bearer;

/// <summary>
/// Finds the denials that a better authentication would change (RFC 9470). If anything else is missing too, the user is not
/// sent to authenticate in vain: the answer stays 403.
/// </summary>
internal static class StepUpChallenge
{
    /// <summary>All that the endpoint requires of the authentication, if nothing else denies access.</summary>
    public static StepUpDemand? DemandOf(AuthorizationPolicy policy, PolicyAuthorizationResult result) =>
        result is { Forbidden: true, AuthorizationFailure: { FailCalled: false } failure } && StepUpDemand.IsOnlyFailure(failure.FailedRequirements)
            ? StepUpDemand.Combine(policy.Requirements)
            : null;

    /// <summary>Writes the challenge if the scheme that forbade does not know the demand, as JwtBearer does not.</summary>
    public static void Complete(HttpContext context, RequestState state)
    {
        if (state is { Demand: { } demand, IsDemandAnswered: false } && context.Response is { HasStarted: false, StatusCode: StatusCodes.Status403Forbidden })
        {
            BearerChallenge.AuthenticationInsufficient(context.Response, null, demand);
        }
    }
}

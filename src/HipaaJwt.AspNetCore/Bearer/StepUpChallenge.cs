using HipaaJwt.AspNetCore.Requests;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;

namespace HipaaJwt.AspNetCore.Bearer;

/// <summary>
/// Decides when a denial is answered with a step-up challenge (RFC 9470). If another requirement failed too, a new authentication
/// would not grant access, so the response stays 403.
/// </summary>
internal static class StepUpChallenge
{
    /// <summary>Returns the authentication that the endpoint requires if only that denies access, and null otherwise.</summary>
    public static StepUpCriteria? CriteriaFor(AuthorizationPolicy policy, PolicyAuthorizationResult result) =>
        result is { Forbidden: true, AuthorizationFailure: { FailCalled: false } failure }
        && StepUpCriteria.IsOnlyFailure(failure.FailedRequirements)
            ? StepUpCriteria.Combine(policy.Requirements)
            : null;

    /// <summary>Writes the challenge if the scheme that forbade the request cannot write it, such as JwtBearer.</summary>
    public static void WriteIfMissing(HttpContext context, RequestState state)
    {
        if (state is { StepUp: { } criteria, IsStepUpWritten: false }
            && context.Response is { HasStarted: false, StatusCode: StatusCodes.Status403Forbidden })
        {
            BearerChallenge.WriteStepUp(context.Response, null, criteria);
        }
    }
}

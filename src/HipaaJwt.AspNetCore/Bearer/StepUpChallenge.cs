using HipaaJwt.AspNetCore.Auditing;
using HipaaJwt.AspNetCore.Bearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;

namespace HipaaJwt.AspNetCore.StepUp;

/// <summary>
/// Finds the denials that a better authentication would turn (RFC 9470). Where anything else is missing too, the user is not
/// sent to authenticate in vain: the answer stays 403.
/// </summary>
internal static class StepUpAnswer
{
    /// <summary>All that the endpoint asks of the authentication, where that alone is missing.</summary>
    public static AuthenticationDemand? DemandOf(AuthorizationPolicy policy, PolicyAuthorizationResult result) =>
        result is { Forbidden: true, AuthorizationFailure: { FailCalled: false } failure } && IsAuthenticationAlone(failure.FailedRequirements)
            ? Combine(policy.Requirements)
            : null;

    /// <summary>Whether nothing else failed than what is asked of the authentication.</summary>
    public static bool IsAuthenticationAlone(IEnumerable<IAuthorizationRequirement> failed)
    {
        var any = false;
        foreach (var requirement in failed)
        {
            if (requirement is not StepUpRequirement)
            {
                return false;
            }

            any = true;
        }

        return any;
    }

    /// <summary>Gives the answer where the scheme that was asked to forbid knows nothing of the demand, as JwtBearer does.</summary>
    public static void Complete(HttpContext context, RequestState state)
    {
        if (state is { Demand: { } demand, IsDemandAnswered: false } && context.Response is { HasStarted: false, StatusCode: StatusCodes.Status403Forbidden })
        {
            BearerChallenge.AuthenticationInsufficient(context.Response, null, demand);
        }
    }

    private static AuthenticationDemand? Combine(IEnumerable<IAuthorizationRequirement> requirements)
    {
        AuthenticationDemand? all = new([], null, []);
        foreach (var requirement in requirements.OfType<StepUpRequirement>())
        {
            all = all?.And(requirement.Demand);
        }

        return all;
    }
}

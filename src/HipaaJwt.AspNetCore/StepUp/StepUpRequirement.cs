using HipaaJwt.AspNetCore.Requests;
using Microsoft.AspNetCore.Authorization;

namespace HipaaJwt.AspNetCore.StepUp;

/// <summary>
/// Is met by a validated token whose user authenticated as required. It reads the clock at each request: a token that was fresh
/// enough when it was first validated may not be any more.
/// </summary>
internal sealed class StepUpRequirement : IAuthorizationRequirement, IAuthorizationHandler, IAccessRequirement
{
    private readonly TimeProvider _time;

    public StepUpRequirement(StepUpDemand demand, TimeProvider time)
    {
        Demand = demand;
        _time = time;
    }

    public StepUpDemand Demand { get; }

    public Task HandleAsync(AuthorizationHandlerContext context)
    {
        if (PrincipalToken.Of(context.User) is { } token && Demand.IsMetBy(token, _time.GetUtcNow()))
        {
            context.Succeed(this);
        }

        return Task.CompletedTask;
    }

    public override string ToString() => Demand.PolicyName;
}

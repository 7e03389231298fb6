using HipaaJwt.AspNetCore.Auditing;
using Microsoft.AspNetCore.Authorization;

namespace HipaaJwt.AspNetCore.StepUp;

/// <summary>
/// Is met by a validated token whose user authenticated as is asked for. It looks at the time at each request: a token that
/// was fresh enough when it was first seen need not be so now.
/// </summary>
internal sealed class StepUpRequirement : IAuthorizationRequirement, IAuthorizationHandler
{
    private readonly TimeProvider _time;

    public StepUpRequirement(AuthenticationDemand demand, TimeProvider time)
    {
        Demand = demand;
        _time = time;
    }

    public AuthenticationDemand Demand { get; }

    public Task HandleAsync(AuthorizationHandlerContext context)
    {
        if (Caller.TokenOf(context.User) is { } token && Demand.IsMetBy(token, _time.GetUtcNow()))
        {
            context.Succeed(this);
        }

        return Task.CompletedTask;
    }

    public override string ToString() => Demand.PolicyName;
}

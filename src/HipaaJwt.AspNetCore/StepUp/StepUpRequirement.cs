using HipaaJwt.AspNetCore.Requests;
using Microsoft.AspNetCore.Authorization;

namespace HipaaJwt.AspNetCore.StepUp;

/// <summary>
/// Succeeds for a validated token whose user authenticated as required. It reads the clock at each request, because an
/// authentication that was recent when the token was first validated may be too old later.
/// </summary>
internal sealed class StepUpRequirement : IAuthorizationRequirement, IAuthorizationHandler, IAccessRequirement
{
    private readonly TimeProvider _time;

    public StepUpRequirement(StepUpCriteria criteria, TimeProvider time)
    {
        StepUp = criteria;
        _time = time;
    }

    public StepUpCriteria StepUp { get; }

    public Task HandleAsync(AuthorizationHandlerContext context)
    {
        if (PrincipalToken.Of(context.User) is { } token && StepUp.IsSatisfiedBy(token, _time.GetUtcNow()))
        {
            context.Succeed(this);
        }

        return Task.CompletedTask;
    }

    public override string ToString() => StepUp.PolicyName;
}

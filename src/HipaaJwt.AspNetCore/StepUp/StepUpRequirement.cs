using HipaaJwt.AspNetCore.Requests;
using Microsoft.AspNetCore.Authorization;

namespace HipaaJwt.AspNetCore.StepUp;

/// <summary>
/// Succeeds for a validated token whose user authenticated as required. It reads the clock at each request, because an
/// authentication that was recent when the token was first validated may be too old later.
/// </summary>
internal sealed class StepUpRequirement : IAuthorizationRequirement, IAuthorizationHandler, IAccessRequirement
{
    private readonly CallerTokens _tokens;
    private readonly TimeProvider _time;

    public StepUpRequirement(StepUpCriteria criteria, CallerTokens tokens, TimeProvider time)
    {
        StepUp = criteria;
        _tokens = tokens;
        _time = time;
    }

    public StepUpCriteria StepUp { get; }

    public Task HandleAsync(AuthorizationHandlerContext context)
    {
        if (_tokens.FindAuthenticated(context.User, context.Resource) is { } token && StepUp.IsSatisfiedBy(token, _time.GetUtcNow()))
        {
            context.Succeed(this);
        }

        return Task.CompletedTask;
    }

    public override string ToString() => StepUp.PolicyName;
}

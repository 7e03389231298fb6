using HipaaJwt.AspNetCore.Auditing;
using HipaaJwt.AspNetCore.StepUp;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using HipaaJwt.AspNetCore.Requests;

namespace HipaaJwt.AspNetCore.Bearer;

/// <summary>
/// Answers 503, whatever the scheme, where a decision could not be made or not be recorded, and 401 where a better
/// authentication would turn it.
/// </summary>
internal sealed class DenialResultHandler : IAuthorizationMiddlewareResultHandler
{
    private readonly IAuthorizationMiddlewareResultHandler _inner;

    public DenialResultHandler([FromKeyedServices(RecordedAuthorizationService.InnerKey)] IAuthorizationMiddlewareResultHandler inner) =>
        _inner = inner;

    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult) =>
        authorizeResult.Succeeded ? _inner.HandleAsync(next, context, policy, authorizeResult) : DenyAsync(next, context, policy, authorizeResult);

    private async Task DenyAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        var state = RequestState.Of(context);
        if (state.IsUnavailable)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        state.Demand = PrincipalToken.Of(context.User) is null ? null : StepUpChallenge.DemandOf(policy, authorizeResult);
        await _inner.HandleAsync(next, context, policy, authorizeResult).ConfigureAwait(false);
        StepUpChallenge.Complete(context, state);
    }
}

using HipaaJwt.AspNetCore.Auditing;
using HipaaJwt.AspNetCore.Requests;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.AspNetCore.Bearer;

/// <summary>
/// Completes the response to denied access for every scheme: 503 if a decision could not be made or recorded, and a step-up
/// challenge if a stronger or more recent authentication would grant access.
/// </summary>
internal sealed class DenialResultHandler : IAuthorizationMiddlewareResultHandler
{
    public const string InnerKey = AuditingAuthorizationService.InnerKey;

    private readonly IAuthorizationMiddlewareResultHandler _inner;

    public DenialResultHandler([FromKeyedServices(InnerKey)] IAuthorizationMiddlewareResultHandler inner) => _inner = inner;

    public Task HandleAsync(
        RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult) =>
        authorizeResult.Succeeded
            ? _inner.HandleAsync(next, context, policy, authorizeResult)
            : DenyAsync(next, context, policy, authorizeResult);

    private async Task DenyAsync(
        RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        var state = RequestState.GetOrCreate(context);
        if (state.IsUnavailable)
        {
            UnavailableResponse.Write(context.Response);
            return;
        }

        state.StepUp = PrincipalToken.Of(context.User) is null ? null : StepUpChallenge.CriteriaFor(policy, authorizeResult);
        await _inner.HandleAsync(next, context, policy, authorizeResult).ConfigureAwait(false);
        StepUpChallenge.WriteIfMissing(context, state);
    }
}

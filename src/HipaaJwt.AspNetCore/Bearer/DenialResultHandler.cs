using HipaaJwt.AspNetCore.Auditing;
using HipaaJwt.AspNetCore.Requests;
using HipaaJwt.AspNetCore.Schemes;
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
    private readonly OwnSchemes _schemes;

    public DenialResultHandler([FromKeyedServices(InnerKey)] IAuthorizationMiddlewareResultHandler inner, OwnSchemes schemes)
    {
        _inner = inner;
        _schemes = schemes;
    }

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
            await UnavailableResponse.WriteAsync(context).ConfigureAwait(false);
            return;
        }

        // A token that was withdrawn during the request is answered like a rejected one.
        var result = state.IsWithdrawn ? PolicyAuthorizationResult.Challenge() : authorizeResult;
        var hasToken = CallerTokens.Find(context.User, context) is not null;
        state.StepUp = hasToken ? StepUpChallenge.CriteriaFor(policy, result) : null;
        var effective = await _schemes.AddToAsync(policy, context).ConfigureAwait(false);
        await _inner.HandleAsync(next, context, effective, result).ConfigureAwait(false);
        StepUpChallenge.WriteIfMissing(context, state);
        if (await _schemes.AnswerAsync(effective, context).ConfigureAwait(false))
        {
            await ProblemResponse.WriteAsync(context).ConfigureAwait(false);
        }
    }
}

using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.AspNetCore.Auditing;

/// <summary>Answers 503, whatever the scheme, where a decision could not be made or not be recorded.</summary>
internal sealed class UnavailableResultHandler : IAuthorizationMiddlewareResultHandler
{
    private readonly IAuthorizationMiddlewareResultHandler _inner;

    public UnavailableResultHandler([FromKeyedServices(RecordedAuthorizationService.InnerKey)] IAuthorizationMiddlewareResultHandler inner) =>
        _inner = inner;

    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded || RequestState.Find(context)?.IsUnavailable != true)
        {
            return _inner.HandleAsync(next, context, policy, authorizeResult);
        }

        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return Task.CompletedTask;
    }
}

using HipaaJwt.AspNetCore.Requests;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.AspNetCore.Schemes;

/// <summary>
/// Evaluates the policies of endpoints. A policy that only a token can satisfy, and an endpoint whose code needs one, are authenticated by
/// the schemes of this library, whatever the default scheme is.
/// </summary>
internal sealed class AccessPolicyEvaluator : IPolicyEvaluator
{
    public const string InnerKey = "HipaaJwt.AspNetCore.Schemes";

    private readonly IPolicyEvaluator _inner;
    private readonly OwnSchemes _schemes;

    public AccessPolicyEvaluator([FromKeyedServices(InnerKey)] IPolicyEvaluator inner, OwnSchemes schemes)
    {
        _inner = inner;
        _schemes = schemes;
    }

    public Task<AuthenticateResult> AuthenticateAsync(AuthorizationPolicy policy, HttpContext context) =>
        CallerTokens.Find(context.User, context) is not null || !OwnSchemes.RequiresToken(policy, context)
            ? _inner.AuthenticateAsync(policy, context)
            : AuthenticateByOwnAsync(policy, context);

    public Task<PolicyAuthorizationResult> AuthorizeAsync(
        AuthorizationPolicy policy, AuthenticateResult authenticationResult, HttpContext context, object? resource)
    {
        RequestState.GetOrCreate(context).BeginEndpointDecision();
        return _inner.AuthorizeAsync(policy, authenticationResult, context, resource);
    }

    private async Task<AuthenticateResult> AuthenticateByOwnAsync(AuthorizationPolicy policy, HttpContext context)
    {
        var effective = await _schemes.AddToAsync(policy, context).ConfigureAwait(false);
        return await _inner.AuthenticateAsync(effective, context).ConfigureAwait(false);
    }
}

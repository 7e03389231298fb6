using HipaaJwt.AspNetCore.Permissions;
using HipaaJwt.AspNetCore.Requests;
using HipaaJwt.AspNetCore.StepUp;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.AspNetCore.Policies;

/// <summary>
/// Provides the policies of step-up and of several permissions, whose names contain their criteria. An unknown permission gets a policy
/// that always fails: without it, the call of a hub method would get no response and write no event. An endpoint with an unknown
/// permission stops the start instead.
/// </summary>
internal sealed class HipaaJwtPolicyProvider : IAuthorizationPolicyProvider
{
    public const string InnerKey = "HipaaJwt.AspNetCore.Policies";

    private readonly IAuthorizationPolicyProvider _inner;
    private readonly CallerTokens _tokens;
    private readonly TimeProvider _time;

    public HipaaJwtPolicyProvider(
        [FromKeyedServices(InnerKey)] IAuthorizationPolicyProvider inner, CallerTokens tokens, TimeProvider time)
    {
        _inner = inner;
        _tokens = tokens;
        _time = time;
    }

    public bool AllowsCachingPolicies => _inner.AllowsCachingPolicies;

    public Task<AuthorizationPolicy> GetDefaultPolicyAsync() => _inner.GetDefaultPolicyAsync();

    public Task<AuthorizationPolicy?> GetFallbackPolicyAsync() => _inner.GetFallbackPolicyAsync();

    public async Task<AuthorizationPolicy?> GetPolicyAsync(string policyName) =>
        await _inner.GetPolicyAsync(policyName).ConfigureAwait(false) ?? StepUpPolicy(policyName) ?? PermissionsPolicy(policyName);

    /// <summary>A name without valid criteria gets a policy that always fails.</summary>
    private AuthorizationPolicy? StepUpPolicy(string policyName)
    {
        if (!policyName.StartsWith(StepUpCriteria.Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var builder = new AuthorizationPolicyBuilder();
        return StepUpCriteria.Parse(policyName) is { } criteria
            ? builder.AddRequirements(new StepUpRequirement(criteria, _tokens, _time)).Build()
            : builder.RequireAssertion(_ => false).Build();
    }

    private AuthorizationPolicy? PermissionsPolicy(string policyName) => PermissionCriteria.Parse(policyName) is { } criteria
        ? new AuthorizationPolicyBuilder().AddRequirements(new PermissionRequirement(criteria, _tokens)).Build()
        : null;
}

using HipaaJwt.AspNetCore.Permissions;
using HipaaJwt.AspNetCore.Requests;
using HipaaJwt.AspNetCore.StepUp;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.AspNetCore.Policies;

/// <summary>
/// Provides the policies of step-up, whose names contain their criteria, and a policy that always fails for an unknown
/// permission. Without that policy, the call of a hub method would get no response and write no event. An endpoint with an
/// unknown permission stops the start instead.
/// </summary>
internal sealed class HipaaJwtPolicyProvider : IAuthorizationPolicyProvider
{
    public const string InnerKey = "HipaaJwt.AspNetCore.Policies";

    private readonly IAuthorizationPolicyProvider _inner;
    private readonly TimeProvider _time;

    public HipaaJwtPolicyProvider([FromKeyedServices(InnerKey)] IAuthorizationPolicyProvider inner, TimeProvider time)
    {
        _inner = inner;
        _time = time;
    }

    public bool AllowsCachingPolicies => _inner.AllowsCachingPolicies;

    public Task<AuthorizationPolicy> GetDefaultPolicyAsync() => _inner.GetDefaultPolicyAsync();

    public Task<AuthorizationPolicy?> GetFallbackPolicyAsync() => _inner.GetFallbackPolicyAsync();

    public async Task<AuthorizationPolicy?> GetPolicyAsync(string policyName) =>
        await _inner.GetPolicyAsync(policyName).ConfigureAwait(false) ?? StepUpPolicy(policyName) ?? UnknownPermissionPolicy(policyName);

    /// <summary>A name without valid criteria gets a policy that always fails.</summary>
    private AuthorizationPolicy? StepUpPolicy(string policyName)
    {
        if (!policyName.StartsWith(StepUpCriteria.Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var builder = new AuthorizationPolicyBuilder();
        return StepUpCriteria.Parse(policyName) is { } criteria
            ? builder.AddRequirements(new StepUpRequirement(criteria, _time)).Build()
            : builder.RequireAssertion(_ => false).Build();
    }

    private static AuthorizationPolicy? UnknownPermissionPolicy(string policyName) =>
        policyName.StartsWith(PermissionPolicy.Prefix, StringComparison.Ordinal)
            ? new AuthorizationPolicyBuilder()
                .AddRequirements(new PermissionRequirement(policyName[PermissionPolicy.Prefix.Length..]))
                .Build()
            : null;
}

using HipaaJwt.AspNetCore.Permissions;
using HipaaJwt.AspNetCore.Requests;
using HipaaJwt.AspNetCore.StepUp;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.AspNetCore.Policies;

/// <summary>
/// Provides the policies of step-up, whose names say what they require, and a policy that nobody meets for an unknown
/// permission. Without a policy, a call of a hub method would receive no answer and write no event. Endpoints with unknown
/// permissions stop the start instead.
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

    /// <summary>A name that requires nothing gets a policy that nobody meets: fail closed.</summary>
    private AuthorizationPolicy? StepUpPolicy(string policyName)
    {
        if (!policyName.StartsWith(StepUpDemand.Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var builder = new AuthorizationPolicyBuilder();
        return StepUpDemand.Parse(policyName) is { } demand
            ? builder.AddRequirements(new StepUpRequirement(demand, _time)).Build()
            : builder.RequireAssertion(_ => false).Build();
    }

    private static AuthorizationPolicy? UnknownPermissionPolicy(string policyName) =>
        policyName.StartsWith(PermissionPolicy.Prefix, StringComparison.Ordinal)
            ? new AuthorizationPolicyBuilder().AddRequirements(new PermissionRequirement(policyName[PermissionPolicy.Prefix.Length..])).Build()
            : null;
}

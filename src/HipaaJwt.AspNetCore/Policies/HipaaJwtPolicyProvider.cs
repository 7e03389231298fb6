using HipaaJwt.AspNetCore.StepUp;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.AspNetCore.Permissions;

/// <summary>
/// Makes the policies that ask for a step-up, for their names say what is asked. Gives an unknown permission a policy that nobody meets. Without a policy, a call of a hub's method would get no answer at
/// all and leave no event. Endpoints never come here: for them an unknown permission stops the start.
/// </summary>
internal sealed class PermissionPolicyProvider : IAuthorizationPolicyProvider
{
    public const string InnerKey = "HipaaJwt.AspNetCore.Policies";

    private readonly IAuthorizationPolicyProvider _inner;
    private readonly TimeProvider _time;

    public PermissionPolicyProvider([FromKeyedServices(InnerKey)] IAuthorizationPolicyProvider inner, TimeProvider time)
    {
        _inner = inner;
        _time = time;
    }

    public bool AllowsCachingPolicies => _inner.AllowsCachingPolicies;

    public Task<AuthorizationPolicy> GetDefaultPolicyAsync() => _inner.GetDefaultPolicyAsync();

    public Task<AuthorizationPolicy?> GetFallbackPolicyAsync() => _inner.GetFallbackPolicyAsync();

    public async Task<AuthorizationPolicy?> GetPolicyAsync(string policyName) =>
        await _inner.GetPolicyAsync(policyName).ConfigureAwait(false) ?? PolicyOfStepUp(policyName) ?? PolicyOfUnknown(policyName);

    /// <summary>A name that says nothing gets a policy that nobody meets: fail closed.</summary>
    private AuthorizationPolicy? PolicyOfStepUp(string policyName)
    {
        if (!policyName.StartsWith(AuthenticationDemand.Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var builder = new AuthorizationPolicyBuilder();
        return AuthenticationDemand.Parse(policyName) is { } demand
            ? builder.AddRequirements(new StepUpRequirement(demand, _time)).Build()
            : builder.RequireAssertion(_ => false).Build();
    }

    private static AuthorizationPolicy? PolicyOfUnknown(string policyName) =>
        policyName.StartsWith(PermissionPolicy.Prefix, StringComparison.Ordinal)
            ? new AuthorizationPolicyBuilder().AddRequirements(new PermissionRequirement(policyName[PermissionPolicy.Prefix.Length..])).Build()
            : null;
}

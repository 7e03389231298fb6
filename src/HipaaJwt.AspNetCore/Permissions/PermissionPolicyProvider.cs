using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.AspNetCore.Permissions;

/// <summary>
/// Gives an unknown permission a policy that nobody meets. Without a policy, a call of a hub's method would get no answer at
/// all and leave no event. Endpoints never come here: for them an unknown permission stops the start.
/// </summary>
internal sealed class PermissionPolicyProvider : IAuthorizationPolicyProvider
{
    public const string InnerKey = "HipaaJwt.AspNetCore.Policies";

    private readonly IAuthorizationPolicyProvider _inner;

    public PermissionPolicyProvider([FromKeyedServices(InnerKey)] IAuthorizationPolicyProvider inner) => _inner = inner;

    public bool AllowsCachingPolicies => _inner.AllowsCachingPolicies;

    public Task<AuthorizationPolicy> GetDefaultPolicyAsync() => _inner.GetDefaultPolicyAsync();

    public Task<AuthorizationPolicy?> GetFallbackPolicyAsync() => _inner.GetFallbackPolicyAsync();

    public async Task<AuthorizationPolicy?> GetPolicyAsync(string policyName) =>
        await _inner.GetPolicyAsync(policyName).ConfigureAwait(false) ?? PolicyOfUnknown(policyName);

    private static AuthorizationPolicy? PolicyOfUnknown(string policyName) =>
        policyName.StartsWith(PermissionPolicy.Prefix, StringComparison.Ordinal)
            ? new AuthorizationPolicyBuilder().AddRequirements(new PermissionRequirement(policyName[PermissionPolicy.Prefix.Length..])).Build()
            : null;
}

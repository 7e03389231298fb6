using HipaaJwt.AspNetCore.Permissions;
using HipaaJwt.AspNetCore.Requests;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace HipaaJwt.AspNetCore.Policies;

/// <summary>Adds a policy for each permission, so that everything that evaluates policies can require it.</summary>
internal sealed class ConfigurePermissionPolicies : IConfigureOptions<AuthorizationOptions>
{
    private readonly PermissionCatalogs _catalogs;
    private readonly CallerTokens _tokens;

    public ConfigurePermissionPolicies(PermissionCatalogs catalogs, CallerTokens tokens)
    {
        _catalogs = catalogs;
        _tokens = tokens;
    }

    public void Configure(AuthorizationOptions options)
    {
        foreach (var name in _catalogs.Names)
        {
            var criteria = new PermissionCriteria([name], AcceptsAny: false);
            options.AddPolicy(
                PermissionPolicy.NameOf(name), policy => policy.AddRequirements(new PermissionRequirement(criteria, _tokens)));
        }
    }
}

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
        foreach (var permission in _catalogs.All)
        {
            var criteria = new PermissionCriteria([permission.Name], AcceptsAny: false);
            options.AddPolicy(
                PermissionPolicy.NameOf(permission), policy => policy.AddRequirements(new PermissionRequirement(criteria, _tokens)));
        }
    }
}

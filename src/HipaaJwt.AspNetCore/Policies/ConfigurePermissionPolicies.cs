using HipaaJwt.AspNetCore.Permissions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace HipaaJwt.AspNetCore.Policies;

/// <summary>Adds a policy for each permission, so that everything that evaluates policies can require it.</summary>
internal sealed class ConfigurePermissionPolicies : IConfigureOptions<AuthorizationOptions>
{
    private readonly PermissionCatalogs _catalogs;

    public ConfigurePermissionPolicies(PermissionCatalogs catalogs) => _catalogs = catalogs;

    public void Configure(AuthorizationOptions options)
    {
        foreach (var permission in _catalogs.All)
        {
            options.AddPolicy(PermissionPolicy.NameOf(permission), policy => policy.AddRequirements(new PermissionRequirement(permission)));
        }
    }
}

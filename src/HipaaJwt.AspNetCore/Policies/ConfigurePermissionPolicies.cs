using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HipaaJwt.AspNetCore.Permissions;

/// <summary>Makes an ordinary policy of each permission, so that everything that evaluates policies can ask for it.</summary>
internal sealed class ConfigurePermissionPolicies : IConfigureOptions<AuthorizationOptions>
{
    private readonly IServiceProvider _services;

    public ConfigurePermissionPolicies(IServiceProvider services) => _services = services;

    public void Configure(AuthorizationOptions options)
    {
        // Without AddHipaaJwt there is no catalog; the start-up check says so in plain words.
        foreach (var permission in _services.GetService<PermissionCatalog>() ?? Enumerable.Empty<Permission>())
        {
            options.AddPolicy(PermissionPolicy.NameOf(permission), policy => policy.AddRequirements(new PermissionRequirement(permission)));
        }
    }
}

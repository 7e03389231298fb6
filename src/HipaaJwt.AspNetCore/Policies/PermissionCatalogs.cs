using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.AspNetCore.Policies;

/// <summary>Provides the permissions that the rules of all trusts know.</summary>
internal sealed class PermissionCatalogs
{
    private readonly IServiceProvider _services;
    private readonly IReadOnlyCollection<SchemeTrust> _schemes;

    public PermissionCatalogs(IServiceProvider services, IEnumerable<SchemeTrust> schemes)
    {
        _services = services;
        _schemes = [.. schemes];
    }

    /// <summary>All permissions. A trust that was not added has none; <see cref="ValidateTrusts"/> reports it.</summary>
    public IEnumerable<Permission> All => _schemes
        .Select(scheme => scheme.GetTrust(_services))
        .Distinct(StringComparer.Ordinal)
        .SelectMany(trust => _services.GetKeyedService<PermissionCatalog>(trust) ?? Enumerable.Empty<Permission>())
        .Distinct();

    /// <exception cref="InvalidOperationException">A scheme names a trust that was not added.</exception>
    public void ValidateTrusts()
    {
        foreach (var scheme in _schemes)
        {
            var trust = scheme.GetTrust(_services);
            if (_services.GetKeyedService<PermissionCatalog>(trust) is null)
            {
                throw new InvalidOperationException(trust.Length == 0
                    ? $"{scheme.Call} needs AddHipaaJwt. Call services.AddHipaaJwt(…) and add the trusted issuers there."
                    : $"{scheme.Call} names the trust \"{trust}\", which was not added. "
                    + $"Call services.AddHipaaJwt(\"{trust}\", …), or correct the name.");
            }
        }
    }
}

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

    /// <summary>The names of all permissions. A trust that was not added has none; <see cref="ValidateTrusts"/> reports it.</summary>
    public IEnumerable<string> Names => _schemes
        .Select(scheme => scheme.GetTrust(_services))
        .Distinct(StringComparer.Ordinal)
        .SelectMany(trust => NamesOf(_services.GetKeyedService<PermissionCatalog>(trust)))
        .Distinct(StringComparer.Ordinal);

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

    private static IEnumerable<string> NamesOf(PermissionCatalog? catalog)
    {
        for (var index = 0; index < catalog?.Count; index++)
        {
            yield return catalog[index].Name;
        }
    }
}

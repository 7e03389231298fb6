using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace HipaaJwt.AspNetCore.DependencyInjection;

/// <summary>Registers the options of the bearer scheme.</summary>
internal static class BearerOptionsServices
{
    public static void AddTo(IServiceCollection services, string scheme)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<HipaaJwtBearerOptions>, BearerOptionsBinder>(
            provider => new BearerOptionsBinder(provider.GetRequiredService<IAuthenticationConfigurationProvider>())));
        services.TryAddSingleton(CreateMonitor);
        services.AddOptions<HipaaJwtBearerOptions>(scheme).ValidateOnStart();
    }

    /// <summary>
    /// Creates the monitor. The container would construct its type at run time, which takes long at start with Native AOT. The cache and
    /// the factory stay those of the framework, because libraries for several tenants add their own only if none is registered.
    /// </summary>
    private static IOptionsMonitor<HipaaJwtBearerOptions> CreateMonitor(IServiceProvider provider) =>
        new OptionsMonitor<HipaaJwtBearerOptions>(
            provider.GetRequiredService<IOptionsFactory<HipaaJwtBearerOptions>>(),
            provider.GetServices<IOptionsChangeTokenSource<HipaaJwtBearerOptions>>(),
            provider.GetRequiredService<IOptionsMonitorCache<HipaaJwtBearerOptions>>());
}

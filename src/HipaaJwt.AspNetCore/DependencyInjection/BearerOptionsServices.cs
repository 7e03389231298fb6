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
        AddMonitor(services);
        services.AddOptions<HipaaJwtBearerOptions>(scheme).ValidateOnStart();
    }

    /// <summary>
    /// Registers what the framework would construct from open generic types at run time, which takes long at the start of a process that
    /// was compiled ahead.
    /// </summary>
    private static void AddMonitor(IServiceCollection services)
    {
        services.TryAddSingleton<IOptionsMonitorCache<HipaaJwtBearerOptions>>(_ => new OptionsCache<HipaaJwtBearerOptions>());
        services.TryAddTransient<IOptionsFactory<HipaaJwtBearerOptions>>(provider => new OptionsFactory<HipaaJwtBearerOptions>(
            provider.GetServices<IConfigureOptions<HipaaJwtBearerOptions>>(),
            provider.GetServices<IPostConfigureOptions<HipaaJwtBearerOptions>>(),
            provider.GetServices<IValidateOptions<HipaaJwtBearerOptions>>()));
        services.TryAddSingleton<IOptionsMonitor<HipaaJwtBearerOptions>>(provider => new OptionsMonitor<HipaaJwtBearerOptions>(
            provider.GetRequiredService<IOptionsFactory<HipaaJwtBearerOptions>>(),
            provider.GetServices<IOptionsChangeTokenSource<HipaaJwtBearerOptions>>(),
            provider.GetRequiredService<IOptionsMonitorCache<HipaaJwtBearerOptions>>()));
    }
}

using HipaaJwt.Development;
using HipaaJwt.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace HipaaJwt.DependencyInjection;

/// <summary>Adds the trust in development tokens.</summary>
internal static class DevelopmentServices
{
    public static void AddTo(IServiceCollection services, DevelopmentTokensRegistration registration)
    {
        if (services.Any(service => registration.Equals(service.ServiceKey)))
        {
            return;
        }

        services.AddKeyedSingleton(registration, (provider, _) => new DevelopmentTrust(
            registration, provider.GetService<IHostEnvironment>(), provider.GetService<IConfiguration>()));
        services.AddSingleton(Resolve);
        services.AddSingleton<IPostConfigureOptions<HipaaJwtOptions>>(Resolve);
        services.AddSingleton<IOptionsChangeTokenSource<HipaaJwtOptions>>(Resolve);
        if (!DocumentGeneration.IsRunning)
        {
            services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, DevelopmentReporter>());
        }

        DevelopmentTrust Resolve(IServiceProvider provider) => provider.GetRequiredKeyedService<DevelopmentTrust>(registration);
    }
}

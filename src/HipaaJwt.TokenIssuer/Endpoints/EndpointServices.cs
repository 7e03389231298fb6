using HipaaJwt.AspNetCore.Hosting;
using HipaaJwt.TokenIssuer.Clients;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace HipaaJwt.TokenIssuer.Endpoints;

/// <summary>Adds what the endpoints need beside the issuer.</summary>
internal static class EndpointServices
{
    /// <param name="services">The services of the application.</param>
    /// <param name="trust">The trust that accepts the issuer's tokens.</param>
    public static void AddTo(IServiceCollection services, string trust)
    {
        services.TryAddSingleton(new EndpointTrust(trust));
        if (!DocumentGeneration.IsRunning)
        {
            services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TokenIssuerOptions>, ClientOptionsValidator>());
        }

        services.TryAddSingleton(provider => new ClientAssertions(
            provider.GetRequiredService<IOptions<TokenIssuerOptions>>().Value,
            provider.GetRequiredService<IOptionsMonitor<HipaaJwtOptions>>().Get(trust),
            provider));
    }
}

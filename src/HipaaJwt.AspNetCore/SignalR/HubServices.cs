using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace HipaaJwt.AspNetCore.SignalR;

/// <summary>Registers what hubs need: the provider of user identifiers and the check of the token at each call.</summary>
internal static class HubServices
{
    public static void AddTo(IServiceCollection services)
    {
        AddUserIds(services);
        if (services.All(service => service.ServiceType != typeof(HubTokenFilter)))
        {
            services.TryAddSingleton<HubTokenFilter>();
            services.AddOptions<HubOptions>().Configure<HubTokenFilter>(static (options, filter) => options.AddFilter(filter));
        }
    }

    /// <summary>Replaces the default provider, which <c>AddSignalR</c> may have added. The application's own provider stays.</summary>
    private static void AddUserIds(IServiceCollection services)
    {
        var registered = services.LastOrDefault(service => service.ServiceType == typeof(IUserIdProvider) && !service.IsKeyedService);
        if (registered is null || registered.ImplementationType == typeof(DefaultUserIdProvider))
        {
            services.AddSingleton<IUserIdProvider, SubjectUserIdProvider>();
        }
    }
}

using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.AspNetCore.SignalR;

/// <summary>Registers the provider of user identifiers for SignalR.</summary>
internal static class UserIdServices
{
    /// <summary>Replaces the default provider, which <c>AddSignalR</c> may have added. The application's own provider stays.</summary>
    public static void AddTo(IServiceCollection services)
    {
        var registered = services.LastOrDefault(service => service.ServiceType == typeof(IUserIdProvider) && !service.IsKeyedService);
        if (registered is null || registered.ImplementationType == typeof(DefaultUserIdProvider))
        {
            services.AddSingleton<IUserIdProvider, SubjectUserIdProvider>();
        }
    }
}

using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.AspNetCore.DependencyInjection;

/// <summary>Puts a service around the one that is registered, whatever that is.</summary>
internal static class Decoration
{
    /// <summary>The registered service moves under the key, where the decorator finds it. Doing it again changes nothing.</summary>
    public static void Decorate<TService, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TDecorator>(
        this IServiceCollection services, string key)
        where TService : class
        where TDecorator : class, TService
    {
        var registered = services.Last(service => service.ServiceType == typeof(TService) && !service.IsKeyedService);
        if (registered.ImplementationType == typeof(TDecorator))
        {
            return;
        }

        services.Remove(registered);
        services.Add(Keyed(registered, key));
        services.Add(new ServiceDescriptor(typeof(TService), typeof(TDecorator), registered.Lifetime));
    }

    private static ServiceDescriptor Keyed(ServiceDescriptor service, string key)
    {
        if (service.ImplementationInstance is { } instance)
        {
            return new ServiceDescriptor(service.ServiceType, key, instance);
        }

        return service.ImplementationFactory is { } factory
            ? new ServiceDescriptor(service.ServiceType, key, (provider, _) => factory(provider), service.Lifetime)
            : new ServiceDescriptor(service.ServiceType, key, service.ImplementationType!, service.Lifetime);
    }
}

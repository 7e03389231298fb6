using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.AspNetCore.DependencyInjection;

/// <summary>Puts a service around the one that is registered, whatever that is.</summary>
internal static class Decoration
{
    /// <summary>
    /// The registered service moves under the key, where the decorator finds it. Doing it again changes nothing. A registered
    /// type that is named as stateless is made once, though the framework would make it for each request.
    /// </summary>
    public static void Decorate<TService, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TDecorator>(
        this IServiceCollection services, string key, Type? stateless = null)
        where TService : class
        where TDecorator : class, TService
    {
        var registered = services.Last(service => service.ServiceType == typeof(TService) && !service.IsKeyedService);
        if (registered.ImplementationType == typeof(TDecorator))
        {
            return;
        }

        var lifetime = stateless is not null && registered.ImplementationType == stateless ? ServiceLifetime.Singleton : registered.Lifetime;
        services.Remove(registered);
        services.Add(Keyed(registered, key, lifetime));
        services.Add(new ServiceDescriptor(typeof(TService), typeof(TDecorator), lifetime));
    }

    private static ServiceDescriptor Keyed(ServiceDescriptor service, string key, ServiceLifetime lifetime)
    {
        if (service.ImplementationInstance is { } instance)
        {
            return new ServiceDescriptor(service.ServiceType, key, instance);
        }

        return service.ImplementationFactory is { } factory
            ? new ServiceDescriptor(service.ServiceType, key, (provider, _) => factory(provider), lifetime)
            : new ServiceDescriptor(service.ServiceType, key, service.ImplementationType!, lifetime);
    }
}

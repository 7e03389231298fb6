using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.AspNetCore.DependencyInjection;

/// <summary>Wraps registered services in decorators.</summary>
internal static class Decoration
{
    /// <summary>
    /// Moves the last registration of a service under a key, from which the decorator resolves it. A second call has no effect.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="key">The key of the decorated service.</param>
    /// <param name="stateless">
    /// A stateless implementation. If it is the registered one, it becomes a singleton instead of one instance for each request.
    /// </param>
    public static void Decorate<TService, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TDecorator>(
        this IServiceCollection services, string key, Type? stateless = null)
        where TService : class
        where TDecorator : class, TService
    {
        var registered = Registered<TService>(services);
        if (registered.ImplementationType == typeof(TDecorator))
        {
            return;
        }

        var isStateless = stateless is not null && registered.ImplementationType == stateless;
        var lifetime = isStateless ? ServiceLifetime.Singleton : registered.Lifetime;
        MoveUnder(key, registered, lifetime, services);
        services.Add(new ServiceDescriptor(typeof(TService), typeof(TDecorator), lifetime));
    }

    /// <summary>
    /// Moves the last registration of a service under a key, from which the decorator resolves it. There is one decorator for each
    /// scope. It is also found as <typeparamref name="TScope"/>, whatever decorates it in turn. A second call has no effect.
    /// </summary>
    public static void DecorateInScope<
        TService,
        TScope,
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TDecorator>(
        this IServiceCollection services, string key)
        where TService : class
        where TScope : class
        where TDecorator : class, TService, TScope
    {
        if (services.Any(service => service.ServiceType == typeof(TScope)))
        {
            return;
        }

        var registered = Registered<TService>(services);
        MoveUnder(key, registered, registered.Lifetime, services);
        services.AddScoped<TScope, TDecorator>();

        // The types are captured, because code that is shared by type arguments looks them up at each call.
        var scopeType = typeof(TScope);
        services.Add(ServiceDescriptor.Transient(typeof(TService), provider => provider.GetRequiredService(scopeType)));
    }

    /// <summary>Moves the last registration of a singleton under a key, and registers what a function makes of it.</summary>
    public static void Decorate<TService>(
        this IServiceCollection services, string key, Func<IServiceProvider, TService, TService> decorate)
        where TService : class
    {
        if (services.Any(service => service.IsKeyedService && Equals(service.ServiceKey, key)))
        {
            return;
        }

        MoveUnder(key, Registered<TService>(services), ServiceLifetime.Singleton, services);
        services.AddSingleton(provider => decorate(provider, provider.GetRequiredKeyedService<TService>(key)));
    }

    private static ServiceDescriptor Registered<TService>(IServiceCollection services) =>
        services.Last(service => service.ServiceType == typeof(TService) && !service.IsKeyedService);

    private static void MoveUnder(string key, ServiceDescriptor registered, ServiceLifetime lifetime, IServiceCollection services)
    {
        services.Remove(registered);
        services.Add(Keyed(registered, key, lifetime));
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

using System.Diagnostics.CodeAnalysis;
using HipaaJwt.Auditing;
using HipaaJwt.DependencyInjection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace HipaaJwt;

/// <summary>Adds permissions, audit sinks and further checks to <c>AddHipaaJwt</c>.</summary>
public sealed class HipaaJwtBuilder
{
    internal HipaaJwtBuilder(IServiceCollection services) => Services = services;

    /// <summary>The services of the application.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Says which permissions follow from which claims. Calling it again adds rules.</summary>
    /// <param name="configure">Writes the rules.</param>
    public HipaaJwtBuilder AddPermissions(Action<PermissionMapBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        Services.AddSingleton(new PermissionRules(configure));
        return this;
    }

    /// <summary>
    /// Reads rules for permissions from configuration: <c>Roles</c> and <c>Scopes</c> map a value to permissions,
    /// <c>Claims</c> maps the way to a claim to such maps, <c>Rules</c> lists rules whose names may have colons, and
    /// <c>RolesFrom</c> and <c>ScopesFrom</c> list the claims that hold roles and scopes.
    /// </summary>
    /// <param name="section">The section with the rules.</param>
    public HipaaJwtBuilder AddPermissions(IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return AddPermissions(map => PermissionSection.Apply(section, map));
    }

    /// <summary>Adds a sink of audit events.</summary>
    /// <typeparam name="TSink">The sink; it is made by dependency injection unless it is registered already.</typeparam>
    /// <param name="delivery">What happens to a decision whose event cannot be recorded.</param>
    public HipaaJwtBuilder AddAuditSink<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TSink>(AuditDelivery delivery)
        where TSink : class, IAuditSink
    {
        Services.TryAddSingleton<TSink>();
        return Add(typeof(TSink).Name, delivery, provider => provider.GetRequiredService<TSink>());
    }

    /// <summary>Adds a sink of audit events that exists already.</summary>
    /// <param name="sink">The sink.</param>
    /// <param name="delivery">What happens to a decision whose event cannot be recorded.</param>
    public HipaaJwtBuilder AddAuditSink(IAuditSink sink, AuditDelivery delivery)
    {
        ArgumentNullException.ThrowIfNull(sink);
        return Add(sink.GetType().Name, delivery, _ => sink);
    }

    /// <summary>Adds a check of claims, which runs after the built-in ones and those that were added before.</summary>
    /// <typeparam name="TCheck">The check; it is made by dependency injection.</typeparam>
    public HipaaJwtBuilder AddClaimCheck<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TCheck>()
        where TCheck : class, IClaimCheck
    {
        Services.TryAddEnumerable(ServiceDescriptor.Singleton<IClaimCheck, TCheck>());
        return this;
    }

    /// <summary>Remembers what may be used once in a store of the application, such as one that several instances share.</summary>
    /// <typeparam name="TStore">The store; it is made by dependency injection unless it is registered already.</typeparam>
    public HipaaJwtBuilder AddReplayStore<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TStore>()
        where TStore : class, IReplayStore
    {
        Services.TryAddSingleton<TStore>();
        Services.Replace(ServiceDescriptor.Singleton<IReplayStore>(provider => provider.GetRequiredService<TStore>()));
        return this;
    }

    private HipaaJwtBuilder Add(string name, AuditDelivery delivery, Func<IServiceProvider, IAuditSink> resolve)
    {
        if (!Enum.IsDefined(delivery))
        {
            throw new ArgumentOutOfRangeException(nameof(delivery), "Use AuditDelivery.Required or AuditDelivery.BestEffort.");
        }

        Services.AddSingleton(new AuditSinkRegistration(name, delivery, resolve));
        return this;
    }
}

using System.Diagnostics.CodeAnalysis;
using HipaaJwt.Auditing;
using HipaaJwt.Checks;
using HipaaJwt.Configuration;
using HipaaJwt.DependencyInjection;
using HipaaJwt.Keys.Remote;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace HipaaJwt;

/// <summary>Adds permissions, audit sinks and further checks to a trust that <c>AddHipaaJwt</c> has added.</summary>
public sealed class HipaaJwtBuilder
{
    internal HipaaJwtBuilder(IServiceCollection services, string name)
    {
        Services = services;
        Name = name;
    }

    /// <summary>The services of the application.</summary>
    public IServiceCollection Services { get; }

    /// <summary>The name of the trust.</summary>
    /// <value>Empty for the unnamed trust.</value>
    public string Name { get; }

    /// <summary>Sets which permissions follow from which claims. A further call adds rules.</summary>
    /// <param name="configure">Adds the rules.</param>
    /// <example><code>.AddPermissions(map => map.Role("physician").Grants("chart:read", "chart:write"))</code></example>
    public HipaaJwtBuilder AddPermissions(Action<PermissionMapBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        Services.AddSingleton(new PermissionRules(Name, configure));
        return this;
    }

    /// <summary>
    /// Reads rules for permissions from configuration. <c>Roles</c> and <c>Scopes</c> map a value to permissions, <c>Claims</c>
    /// maps the path of a claim to such maps, <c>Rules</c> lists rules whose names may contain colons, and <c>RolesFrom</c> and
    /// <c>ScopesFrom</c> list the claims that contain roles and scopes.
    /// </summary>
    /// <param name="section">The section with the rules.</param>
    public HipaaJwtBuilder AddPermissions(IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return AddPermissions(map => PermissionSectionReader.Apply(section, map));
    }

    /// <summary>Adds a sink of audit events. Sinks serve all trusts of the process.</summary>
    /// <typeparam name="TSink">The sink; a singleton that dependency injection creates unless it is registered already.</typeparam>
    /// <param name="delivery">What happens to a decision whose event cannot be recorded.</param>
    public HipaaJwtBuilder AddAuditSink<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TSink>(AuditDelivery delivery)
        where TSink : class, IAuditSink
    {
        Services.TryAddSingleton<TSink>();
        return AddSink(typeof(TSink).Name, delivery, provider => provider.GetRequiredService<TSink>());
    }

    /// <summary>Adds an existing sink of audit events. Sinks serve all trusts of the process.</summary>
    /// <param name="sink">The sink.</param>
    /// <param name="delivery">What happens to a decision whose event cannot be recorded.</param>
    public HipaaJwtBuilder AddAuditSink(IAuditSink sink, AuditDelivery delivery)
    {
        ArgumentNullException.ThrowIfNull(sink);
        return AddSink(sink.GetType().Name, delivery, _ => sink);
    }

    /// <summary>Adds a check of claims. It runs after the built-in checks and those added before, and again for cached tokens.</summary>
    /// <typeparam name="TCheck">The check; a singleton that dependency injection creates unless it is registered already.</typeparam>
    public HipaaJwtBuilder AddClaimCheck<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TCheck>()
        where TCheck : class, IClaimCheck
    {
        Services.TryAddSingleton<TCheck>();
        return Add(new ClaimCheckRegistration(Name, typeof(TCheck), static provider => provider.GetRequiredService<TCheck>()), known => known.Trust == Name && known.Type == typeof(TCheck));
    }

    /// <summary>
    /// Adds a check of each use of a token, which may wait, such as for a database. It runs after the sender is verified, cached
    /// tokens included, for at most <see cref="HipaaJwtOptions.TokenUseCheckTimeout"/>.
    /// </summary>
    /// <typeparam name="TCheck">The check; a scoped service that dependency injection creates for each use unless it is registered already.</typeparam>
    public HipaaJwtBuilder AddTokenUseCheck<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TCheck>()
        where TCheck : class, ITokenUseCheck
    {
        Services.TryAddScoped<TCheck>();
        return Add(new TokenUseCheckRegistration(Name, typeof(TCheck), static provider => provider.GetRequiredService<TCheck>()), known => known.Trust == Name && known.Type == typeof(TCheck));
    }

    /// <summary>
    /// Stores one-time tokens and DPoP proofs that have been used in a store of the application, such as one that several
    /// instances share. The store serves all trusts of the process.
    /// </summary>
    /// <typeparam name="TStore">The store; a singleton that dependency injection creates unless it is registered already.</typeparam>
    public HipaaJwtBuilder AddReplayStore<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TStore>()
        where TStore : class, IReplayStore
    {
        Services.TryAddSingleton<TStore>();
        Services.Replace(ServiceDescriptor.Singleton<IReplayStore>(provider => provider.GetRequiredService<TStore>()));
        return this;
    }

    /// <summary>
    /// Configures the HTTP client that fetches metadata and keys of issuers: a proxy, a client certificate, a resilience handler.
    /// By default it follows no redirects by itself, keeps no cookies and decompresses nothing; a handler that you set replaces
    /// the default one. It serves all trusts of the process.
    /// </summary>
    /// <param name="configure">Configures the client.</param>
    /// <example><code>.ConfigureKeyHttpClient(client => client.ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { Proxy = proxy }))</code></example>
    public HipaaJwtBuilder ConfigureKeyHttpClient(Action<IHttpClientBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        configure(Services.AddHttpClient(JwksHttpClient.ClientName));
        return this;
    }

    private HipaaJwtBuilder AddSink(string name, AuditDelivery delivery, Func<IServiceProvider, IAuditSink> resolve)
    {
        if (!Enum.IsDefined(delivery))
        {
            throw new ArgumentOutOfRangeException(nameof(delivery), "Use AuditDelivery.Required or AuditDelivery.BestEffort.");
        }

        Services.AddSingleton(new AuditSinkRegistration(name, delivery, resolve));
        return this;
    }

    /// <summary>Adds a registration once.</summary>
    private HipaaJwtBuilder Add<T>(T registration, Func<T, bool> isSame)
        where T : class
    {
        if (!Services.Any(service => service.ImplementationInstance is T known && isSame(known)))
        {
            Services.AddSingleton(registration);
        }

        return this;
    }
}

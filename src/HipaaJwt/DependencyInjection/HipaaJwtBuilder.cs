using System.Diagnostics.CodeAnalysis;
using HipaaJwt.Auditing;
using HipaaJwt.Checks;
using HipaaJwt.Configuration;
using HipaaJwt.DependencyInjection;
using HipaaJwt.Development;
using HipaaJwt.Keys.Remote;
using HipaaJwt.Revocations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace HipaaJwt;

/// <summary>Adds permissions, audit sinks, checks and stores to the trust that <c>AddHipaaJwt</c> has added.</summary>
public sealed class HipaaJwtBuilder
{
    internal HipaaJwtBuilder(IServiceCollection services, string name)
    {
        Services = services;
        Name = name;
    }

    /// <summary>Gets the services of the application.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Gets the name of the trust.</summary>
    /// <value>Empty for the unnamed trust.</value>
    public string Name { get; }

    /// <summary>Adds rules that grant permissions for roles, scopes and other claims. A further call adds to them.</summary>
    /// <param name="configure">Adds the rules. It runs once, when the services of the trust are created.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="configure"/> is null.</exception>
    /// <example><code>.AddPermissions(map => map.Role("physician").Grants("chart:read", "chart:write"))</code></example>
    public HipaaJwtBuilder AddPermissions(Action<PermissionMapBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        Services.AddSingleton(new PermissionRules(Name, configure));
        return this;
    }

    /// <summary>
    /// Adds permission rules from configuration. <c>Roles</c> and <c>Scopes</c> map a value to permissions. <c>Claims</c> maps the path
    /// of a claim to such a map. <c>Rules</c> lists rules whose names may contain colons. <c>RolesFrom</c> and <c>ScopesFrom</c> list the
    /// claims that contain roles and scopes. The rules do not reload.
    /// </summary>
    /// <param name="section">The section with the rules.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="section"/> is null.</exception>
    /// <example>
    /// <code>
    /// "Permissions": {
    ///   "Roles": { "physician": ["chart:read", "chart:write"] },
    ///   "Rules": [{ "Claim": "department", "Value": "unit:7", "Permissions": ["unit:enter"] }]
    /// }
    /// </code>
    /// </example>
    public HipaaJwtBuilder AddPermissions(IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return AddPermissions(map => PermissionSectionReader.Apply(section, map));
    }

    /// <summary>Adds a sink of audit events. It receives the events of all trusts of the process.</summary>
    /// <typeparam name="TSink">The type of the sink. Unless it is registered already, it is registered as a singleton.</typeparam>
    /// <param name="delivery">
    /// <see cref="AuditDelivery.Required"/> to deny a decision whose event cannot be recorded, or <see cref="AuditDelivery.BestEffort"/>.
    /// </param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delivery"/> is not a defined value.</exception>
    /// <example><code>.AddAuditSink&lt;LoggingAuditSink&gt;(AuditDelivery.BestEffort)</code></example>
    public HipaaJwtBuilder AddAuditSink<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TSink>(
        AuditDelivery delivery)
        where TSink : class, IAuditSink
    {
        Services.TryAddSingleton<TSink>();
        return AddSink(typeof(TSink).Name, delivery, provider => provider.GetRequiredService<TSink>());
    }

    /// <summary>Adds an instance of a sink of audit events. It receives the events of all trusts of the process.</summary>
    /// <param name="sink">The sink. The application disposes of it.</param>
    /// <param name="delivery">
    /// <see cref="AuditDelivery.Required"/> to deny a decision whose event cannot be recorded, or <see cref="AuditDelivery.BestEffort"/>.
    /// </param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="sink"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delivery"/> is not a defined value.</exception>
    public HipaaJwtBuilder AddAuditSink(IAuditSink sink, AuditDelivery delivery)
    {
        ArgumentNullException.ThrowIfNull(sink);
        return AddSink(sink.GetType().Name, delivery, _ => sink);
    }

    /// <summary>
    /// Adds a check of claims. It runs after the built-in checks and after the checks that were added before. It runs for cached tokens
    /// too. Adding a check again changes nothing.
    /// </summary>
    /// <typeparam name="TCheck">The type of the check. Unless it is registered already, it is registered as a singleton.</typeparam>
    /// <returns>This builder.</returns>
    public HipaaJwtBuilder AddClaimCheck<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TCheck>()
        where TCheck : class, IClaimCheck
    {
        Services.TryAddSingleton<TCheck>();
        return AddOnce(
            new ClaimCheckRegistration(Name, typeof(TCheck), static provider => provider.GetRequiredService<TCheck>()),
            existing => existing.Trust == Name && existing.Type == typeof(TCheck));
    }

    /// <summary>
    /// Adds an asynchronous check of each use of a token, such as a query of a database. It runs after the sender constraint, for cached
    /// tokens too, and may take at most <see cref="HipaaJwtOptions.TokenUseCheckTimeout"/>. Adding a check again changes nothing.
    /// </summary>
    /// <typeparam name="TCheck">
    /// The type of the check. Unless it is registered already, it is registered as a scoped service. Each use of a token has its own scope.
    /// </typeparam>
    /// <returns>This builder.</returns>
    public HipaaJwtBuilder AddTokenUseCheck<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TCheck>()
        where TCheck : class, ITokenUseCheck
    {
        Services.TryAddScoped<TCheck>();
        return AddOnce(
            new TokenUseCheckRegistration(Name, typeof(TCheck), static provider => provider.GetRequiredService<TCheck>()),
            existing => existing.Trust == Name && existing.Type == typeof(TCheck));
    }

    /// <summary>
    /// Replaces the in-memory store of used one-time tokens and DPoP proofs, for example by a store that several instances share. It
    /// serves all trusts of the process. A store that is an <see cref="IExpiringStore"/> is pruned in the background.
    /// </summary>
    /// <typeparam name="TStore">The type of the store. Unless it is registered already, it is registered as a singleton.</typeparam>
    /// <returns>This builder.</returns>
    public HipaaJwtBuilder AddReplayStore<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TStore>()
        where TStore : class, IReplayStore
    {
        Services.TryAddSingleton<TStore>();
        Services.Replace(ServiceDescriptor.Singleton<IReplayStore>(provider => provider.GetRequiredService<TStore>()));
        return typeof(IExpiringStore).IsAssignableFrom(typeof(TStore))
            ? AddExpiringStore(typeof(TStore), provider => (IExpiringStore)provider.GetRequiredService<TStore>())
            : this;
    }

    /// <summary>
    /// Adds a store of revocations, which turns revocation on. It serves all trusts of the process and replaces an earlier one. A store
    /// that is an <see cref="IExpiringStore"/> is pruned in the background.
    /// </summary>
    /// <typeparam name="TStore">The type of the store. Unless it is registered already, it is registered as a singleton.</typeparam>
    /// <returns>This builder.</returns>
    public HipaaJwtBuilder AddRevocationStore<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TStore>()
        where TStore : class, IRevocationStore
    {
        Services.TryAddSingleton<TStore>();
        Services.RemoveAll<IRevocationStore>();
        Services.AddSingleton<IRevocationStore>(provider => provider.GetRequiredService<TStore>());
        RevocationServices.AddTo(Services);
        return typeof(IExpiringStore).IsAssignableFrom(typeof(TStore))
            ? AddExpiringStore(typeof(TStore), provider => (IExpiringStore)provider.GetRequiredService<TStore>())
            : this;
    }

    /// <summary>
    /// Adds a store of sessions, for an issuer in this process. It replaces an earlier one. A store that is an
    /// <see cref="IExpiringStore"/> is pruned in the background.
    /// </summary>
    /// <typeparam name="TStore">The type of the store. Unless it is registered already, it is registered as a singleton.</typeparam>
    /// <returns>This builder.</returns>
    public HipaaJwtBuilder AddSessionStore<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TStore>()
        where TStore : class, ISessionStore
    {
        Services.TryAddSingleton<TStore>();
        Services.RemoveAll<ISessionStore>();
        Services.AddSingleton<ISessionStore>(provider => provider.GetRequiredService<TStore>());
        return typeof(IExpiringStore).IsAssignableFrom(typeof(TStore))
            ? AddExpiringStore(typeof(TStore), provider => (IExpiringStore)provider.GetRequiredService<TStore>())
            : this;
    }

    /// <summary>Adds a store of signing keys, for an issuer in this process. It replaces an earlier one.</summary>
    /// <typeparam name="TStore">The type of the store. Unless it is registered already, it is registered as a singleton.</typeparam>
    /// <returns>This builder.</returns>
    public HipaaJwtBuilder AddSigningKeyStore<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TStore>()
        where TStore : class, ISigningKeyStore
    {
        Services.TryAddSingleton<TStore>();
        Services.RemoveAll<ISigningKeyStore>();
        Services.AddSingleton<ISigningKeyStore>(provider => provider.GetRequiredService<TStore>());
        return this;
    }

    /// <summary>
    /// Adds stores in the memory of this process, which turns revocation on. Use them for development and for services that run as one
    /// process: another process does not see the revocations, and they are lost when the process ends. The next process therefore rejects
    /// tokens that were issued before its start.
    /// </summary>
    /// <returns>This builder.</returns>
    public HipaaJwtBuilder AddMemoryStores() => AddRevocationStore<MemoryRevocationStore>();

    /// <summary>
    /// Trusts the tokens of <c>dotnet user-jwts create</c> and <c>hipaa-jwt dev token</c> if the environment of the host is Development. In
    /// every other environment, the call has no effect, so it can stay in the code. The start reports both.
    /// </summary>
    /// <remarks>
    /// <para>The keys come from the configuration that the tools write: <c>Authentication:Schemes:{scheme}</c> and
    /// <c>HipaaJwtDevelopment</c>, in the user secrets of the project and in <c>appsettings.Development.json</c>.</para>
    /// <para>The tokens of <c>dotnet user-jwts</c> are signed with HS256, have the <c>typ</c> <c>JWT</c>, and may be valid for up to 366
    /// days. Those of <c>hipaa-jwt dev token</c> are signed with ES256, have the <c>typ</c> <c>at+jwt</c>, and may be valid for up to 24
    /// hours. All other rules apply to both.</para>
    /// <para>Roles are read from <c>role</c> and <c>roles</c> too. The permission rules of all issuers apply, also those of
    /// <see cref="PermissionMapBuilder.ForIssuer(string, Action{PermissionMapBuilder})"/>.</para>
    /// </remarks>
    /// <param name="scheme">The name of the scheme for <c>dotnet user-jwts create --scheme</c>.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException"><paramref name="scheme"/> is null or empty.</exception>
    /// <example>
    /// <code>
    /// builder.Services.AddHipaaJwt(builder.Configuration.GetSection("HipaaJwt"))
    ///     .AddDevelopmentTokens();
    /// </code>
    /// </example>
    public HipaaJwtBuilder AddDevelopmentTokens(string scheme = "Bearer")
    {
        ArgumentException.ThrowIfNullOrEmpty(scheme);
        DevelopmentServices.AddTo(Services, new DevelopmentTokensRegistration(Name, scheme));
        return this;
    }

    /// <summary>
    /// Configures the HTTP client that fetches metadata and keys of issuers, for example with a proxy or a client
    /// certificate. The default handler follows no redirects, keeps no cookies and decompresses nothing. A primary handler of the
    /// application replaces it. The client serves all trusts of the process. Add no handler that retries: the library spaces its own
    /// requests.
    /// </summary>
    /// <param name="configure">Configures the client.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="configure"/> is null.</exception>
    /// <example>
    /// <code>
    /// .ConfigureKeyHttpClient(client => client.ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
    /// {
    ///     AllowAutoRedirect = false,
    ///     Proxy = new WebProxy("http://proxy.hospital.example:3128"),
    /// }))
    /// </code>
    /// </example>
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
            throw new ArgumentOutOfRangeException(
                nameof(delivery), delivery, "The delivery is not defined. Use AuditDelivery.Required or AuditDelivery.BestEffort.");
        }

        Services.AddSingleton(new AuditSinkRegistration(name, delivery, resolve));
        return this;
    }

    private HipaaJwtBuilder AddExpiringStore(Type type, Func<IServiceProvider, IExpiringStore> resolve)
    {
        if (!Services.Any(service => service.ImplementationInstance is ExpiringStoreRegistration existing && existing.Type == type))
        {
            Services.AddSingleton(new ExpiringStoreRegistration(type));
            Services.AddSingleton(resolve);
        }

        return this;
    }

    private HipaaJwtBuilder AddOnce<T>(T registration, Func<T, bool> isSame)
        where T : class
    {
        if (!Services.Any(service => service.ImplementationInstance is T existing && isSame(existing)))
        {
            Services.AddSingleton(registration);
        }

        return this;
    }
}

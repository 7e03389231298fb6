using HipaaJwt;
using HipaaJwt.PostgreSql.Connections;
using HipaaJwt.PostgreSql.DependencyInjection;
using HipaaJwt.PostgreSql.Replay;
using HipaaJwt.PostgreSql.Revocations;
using HipaaJwt.PostgreSql.Schema;
using HipaaJwt.PostgreSql.Sessions;
using HipaaJwt.PostgreSql.SigningKeys;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the stores and the audit log in PostgreSQL.</summary>
public static class PostgreSqlHipaaJwtBuilderExtensions
{
    /// <summary>
    /// Stores revocations, used one-time tokens, sessions and signing keys in a PostgreSQL database that all instances share. This turns
    /// revocation on. The stores serve all trusts of the process and replace earlier ones. They are pruned in the background.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="dataSource">The data source. It is not disposed with the services. It needs no mapping of types.</param>
    /// <param name="configure">Configures the stores.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="dataSource"/> is null.</exception>
    /// <example>
    /// <code>
    /// var dataSource = new NpgsqlSlimDataSourceBuilder(connectionString).Build();
    /// services.AddHipaaJwt(configuration.GetSection("HipaaJwt")).AddPostgreSqlStores(dataSource);
    /// </code>
    /// </example>
    public static HipaaJwtBuilder AddPostgreSqlStores(
        this HipaaJwtBuilder builder, NpgsqlDataSource dataSource, Action<PostgreSqlStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        return builder.AddPostgreSqlStores(_ => dataSource, configure);
    }

    /// <summary>
    /// Stores revocations, used one-time tokens, sessions and signing keys in a PostgreSQL database that all instances share. This turns
    /// revocation on. The stores serve all trusts of the process and replace earlier ones. They are pruned in the background.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="dataSource">Gets the data source, once. Register it as a service, so that it is disposed with the services.</param>
    /// <param name="configure">Configures the stores.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="dataSource"/> is null.</exception>
    public static HipaaJwtBuilder AddPostgreSqlStores(
        this HipaaJwtBuilder builder, Func<IServiceProvider, NpgsqlDataSource> dataSource, Action<PostgreSqlStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(dataSource);
        var services = builder.Services;
        services.Replace(ServiceDescriptor.Singleton(provider => new DataSourceProvider(dataSource(provider))));
        AddDatabase(services.AddOptions<PostgreSqlStoreOptions>().Configure(configure ?? (static _ => { })).Services);
        return builder.AddReplayStore<PostgreSqlReplayStore>().AddRevocationStore<PostgreSqlRevocationStore>()
            .AddSessionStore<PostgreSqlSessionStore>().AddSigningKeyStore<PostgreSqlSigningKeyStore>();
    }

    /// <summary>
    /// Writes the events of all trusts of the process to a durable, tamper-evident audit log in PostgreSQL that all instances share, in one
    /// total order (45 CFR 164.312(b)). The host does not start if the log cannot be opened, or if the server has <c>fsync = off</c> or
    /// <c>synchronous_commit = off</c>.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="dataSource">The data source. It is not disposed with the services. It needs no mapping of types.</param>
    /// <param name="configure">Configures the log. Set at least <see cref="AuditLogOptions.SigningKeyFile"/>.</param>
    /// <param name="delivery">
    /// <see cref="AuditDelivery.Required"/> by default: a decision waits until its event is committed, and becomes a denial if it is not.
    /// </param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException">
    /// <paramref name="builder"/>, <paramref name="dataSource"/> or <paramref name="configure"/> is null.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delivery"/> is not a defined value.</exception>
    /// <example>
    /// <code>
    /// services.AddHipaaJwt(configuration.GetSection("HipaaJwt"))
    ///     .AddPostgreSqlAuditLog(dataSource, log =&gt; log.SigningKeyFile = "/etc/clinic/audit.key");
    /// </code>
    /// </example>
    public static HipaaJwtBuilder AddPostgreSqlAuditLog(
        this HipaaJwtBuilder builder,
        NpgsqlDataSource dataSource,
        Action<PostgreSqlAuditLogOptions> configure,
        AuditDelivery delivery = AuditDelivery.Required)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        return builder.AddPostgreSqlAuditLog(_ => dataSource, configure, delivery);
    }

    /// <summary>
    /// Writes the events of all trusts of the process to a durable, tamper-evident audit log in PostgreSQL that all instances share, in one
    /// total order (45 CFR 164.312(b)). The host does not start if the log cannot be opened, or if the server has <c>fsync = off</c> or
    /// <c>synchronous_commit = off</c>.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="dataSource">Gets the data source, once. Register it as a service, so that it is disposed with the services.</param>
    /// <param name="configure">Configures the log. Set at least <see cref="AuditLogOptions.SigningKeyFile"/>.</param>
    /// <param name="delivery">
    /// <see cref="AuditDelivery.Required"/> by default: a decision waits until its event is committed, and becomes a denial if it is not.
    /// </param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException">
    /// <paramref name="builder"/>, <paramref name="dataSource"/> or <paramref name="configure"/> is null.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delivery"/> is not a defined value.</exception>
    public static HipaaJwtBuilder AddPostgreSqlAuditLog(
        this HipaaJwtBuilder builder,
        Func<IServiceProvider, NpgsqlDataSource> dataSource,
        Action<PostgreSqlAuditLogOptions> configure,
        AuditDelivery delivery = AuditDelivery.Required)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(dataSource);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.Configure(configure);
        return builder.AddDatabaseAuditLog(
            provider => new PostgreSqlAuditLogDatabase(dataSource(provider), OptionsOf(provider)), OptionsOf, delivery);
    }

    private static PostgreSqlAuditLogOptions OptionsOf(IServiceProvider provider) =>
        provider.GetRequiredService<IOptions<PostgreSqlAuditLogOptions>>().Value;

    private static void AddDatabase(IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PostgreSqlStoreOptions>, StoreOptionsValidator>());
        services.TryAddSingleton<SchemaCheck>();
        services.TryAddSingleton<PostgreSqlDatabase>();
        services.TryAddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<PostgreSqlStoreOptions>>().Value;
            return new RevocationStatements(options.Schema, options.UseNotifications);
        });
        services.TryAddSingleton<AppendListener>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStoreInitializer, StoreInitializer>());
    }
}

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

/// <summary>Registers the stores in PostgreSQL.</summary>
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

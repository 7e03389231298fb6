using HipaaJwt.Stores.Tests.Contract;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace HipaaJwt.Stores.Tests.PostgreSql;

/// <summary>Registers the stores with a data source of their own, as small as an application can build it.</summary>
internal static class PostgreSqlStores
{
    public static string NewSchema() => $"test_{Guid.NewGuid():N}";

    public static HipaaJwtBuilder AddTo(
        HipaaJwtBuilder builder, string connectionString, string schema, Action<PostgreSqlStoreOptions>? configure = null)
    {
        builder.Services.AddSingleton<NpgsqlDataSource>(_ => new NpgsqlSlimDataSourceBuilder(connectionString).Build());
        return builder.AddPostgreSqlStores(provider => provider.GetRequiredService<NpgsqlDataSource>(), options =>
        {
            options.Schema = schema;
            options.ApplySchema = true;
            configure?.Invoke(options);
        });
    }

    public static Task<StoreProcess> StartAsync(string connectionString, string schema, Action<PostgreSqlStoreOptions>? configure = null) =>
        StoreProcess.StartAsync(builder => AddTo(builder, connectionString, schema, configure));
}

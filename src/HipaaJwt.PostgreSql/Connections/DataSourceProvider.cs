using Npgsql;

namespace HipaaJwt.PostgreSql.Connections;

/// <summary>Provides the data source of the application. It is not disposed with the services, because it belongs to the application.</summary>
internal sealed class DataSourceProvider
{
    public DataSourceProvider(NpgsqlDataSource dataSource) => DataSource = dataSource;

    public NpgsqlDataSource DataSource { get; }
}

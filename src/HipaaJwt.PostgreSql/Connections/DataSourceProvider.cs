using Npgsql;

namespace HipaaJwt.PostgreSql.Connections;

/// <summary>Provides the data source. It belongs to the application, so it is not disposed with this object.</summary>
internal sealed class DataSourceProvider
{
    public DataSourceProvider(NpgsqlDataSource dataSource) => DataSource = dataSource;

    public NpgsqlDataSource DataSource { get; }
}

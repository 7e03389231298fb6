using Microsoft.Data.Sqlite;

namespace ClinicApi.Clinic;

/// <summary>The SQLite database of the clinic: <c>Clinic:DatabaseFile</c>, by default <c>clinic.db</c> beside the application.</summary>
public sealed class ClinicDatabase
{
    private readonly string _connectionString;

    public ClinicDatabase(IConfiguration configuration)
    {
        var file = configuration["Clinic:DatabaseFile"] ?? Path.Combine(AppContext.BaseDirectory, "clinic.db");
        _connectionString = new SqliteConnectionStringBuilder { DataSource = file }.ToString();
    }

    public async Task<SqliteConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(_connectionString);
        await connection.OpenAsync(cancellationToken);
        return connection;
    }

    /// <summary>Creates the tables and the sample data if they do not exist.</summary>
    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var tables = new SqliteCommand(Schema.Tables, connection);
        await tables.ExecuteNonQueryAsync(cancellationToken);
        await using var data = new SqliteCommand(SampleData.Rows, connection);
        await data.ExecuteNonQueryAsync(cancellationToken);
    }
}

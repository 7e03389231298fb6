using Microsoft.Data.Sqlite;

namespace ClinicApi.Clinic;

/// <summary>The clinic's SQLite file: <c>Clinic:DatabaseFile</c>, or <c>clinic.db</c> beside the application.</summary>
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

    /// <summary>Makes the tables and the people in them, unless they are there already.</summary>
    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var tables = new SqliteCommand(Schema.Tables, connection);
        await tables.ExecuteNonQueryAsync(cancellationToken);
        await using var people = new SqliteCommand(InventedPeople.Rows, connection);
        await people.ExecuteNonQueryAsync(cancellationToken);
    }
}

using Microsoft.Data.Sqlite;

namespace HipaaJwt.Fhir.Tests.Logs;

public sealed class SqliteExportTests : DatabaseExportContract
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hipaajwt-fhir").FullName;
    private readonly List<SqliteAuditLogDatabase> _databases = [];

    private string Database => Path.Combine(_folder, "audit.db");

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _databases.ForEach(database => database.Dispose());
        Directory.Delete(_folder, recursive: true);
    }

    protected override AuditLogOptions CreateOptions() => new SqliteAuditLogOptions { Path = Database };

    protected override IAuditLogDatabase Connect()
    {
        var database = new SqliteAuditLogDatabase(new SqliteAuditLogOptions { Path = Database });
        _databases.Add(database);
        return database;
    }

    protected override async Task<object?> ExecuteAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        await connection.OpenAsync(Cancellation);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are constants.
        command.CommandText = sql.Replace("{", "hipaa_jwt_audit_", StringComparison.Ordinal)
            .Replace("}", string.Empty, StringComparison.Ordinal);
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync(Cancellation);
    }
}

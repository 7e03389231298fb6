using HipaaJwt.Stores.Tests.Support;
using Npgsql;

namespace HipaaJwt.Fhir.Tests.Logs;

public sealed class PostgreSqlExportTests(SharedPostgreSqlServer shared) : DatabaseExportContract
{
    private readonly string _schema = $"fhir_{Guid.NewGuid():N}";
    private readonly List<NpgsqlDataSource> _sources = [];
    private PostgreSqlServer? _server;

    public override async ValueTask InitializeAsync() => _server = await shared.GetAsync();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        foreach (var source in _sources)
        {
            await source.DisposeAsync();
        }
    }

    protected override AuditLogOptions CreateOptions() => new PostgreSqlAuditLogOptions { Schema = _schema };

    protected override IAuditLogDatabase Connect()
    {
        var source = new NpgsqlSlimDataSourceBuilder(_server!.ConnectionString).Build();
        _sources.Add(source);
        return new PostgreSqlAuditLogDatabase(source, new PostgreSqlAuditLogOptions { Schema = _schema, ApplySchema = true });
    }

    protected override Task<object?> ExecuteAsync(string sql) => _server!.ExecuteAsync(
        sql.Replace("{", _schema + ".", StringComparison.Ordinal).Replace("}", string.Empty, StringComparison.Ordinal));
}

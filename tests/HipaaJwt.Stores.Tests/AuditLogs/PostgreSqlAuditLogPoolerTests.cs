using HipaaJwt.Stores.Tests.PostgreSql;
using HipaaJwt.Stores.Tests.Support;
using Npgsql;

namespace HipaaJwt.Stores.Tests.AuditLogs;

/// <summary>The contract holds behind PgBouncer in transaction mode, where each transaction may use another connection.</summary>
public sealed class PostgreSqlAuditLogPoolerTests(SharedPostgreSqlServer shared) : DatabaseAuditLogContract
{
    private readonly string _schema = PostgreSqlStores.NewSchema();
    private PostgreSqlServer? _server;
    private Pooler? _pooler;
    private NpgsqlDataSource? _source;

    protected override string EmptyBytes => "''";

    public override async ValueTask InitializeAsync()
    {
        _server = await shared.GetAsync();
        _pooler = await Pooler.StartAsync(_server);
        _source = new NpgsqlSlimDataSourceBuilder(_pooler.ConnectionString).Build();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await (_source?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_pooler?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    protected override AuditLogOptions CreateOptions() => new PostgreSqlAuditLogOptions { Schema = _schema };

    protected override IAuditLogDatabase Connect() =>
        new PostgreSqlAuditLogDatabase(_source!, new PostgreSqlAuditLogOptions { Schema = _schema, ApplySchema = true });

    protected override Task<object?> ExecuteAsync(string sql) => _server!.ExecuteAsync(
        sql.Replace("{", _schema + ".", StringComparison.Ordinal).Replace("}", string.Empty, StringComparison.Ordinal));
}

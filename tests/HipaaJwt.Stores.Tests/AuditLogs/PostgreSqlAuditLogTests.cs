using HipaaJwt.Stores.Tests.PostgreSql;
using HipaaJwt.Stores.Tests.Support;
using Microsoft.Extensions.Options;
using Npgsql;

namespace HipaaJwt.Stores.Tests.AuditLogs;

public sealed class PostgreSqlAuditLogTests(SharedPostgreSqlServer shared) : DatabaseAuditLogContract
{
    private readonly string _schema = PostgreSqlStores.NewSchema();
    private readonly List<NpgsqlDataSource> _sources = [];
    private PostgreSqlServer? _server;

    protected override string EmptyBytes => "''";

    public override async ValueTask InitializeAsync() => _server = await shared.GetAsync();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        foreach (var source in _sources)
        {
            await source.DisposeAsync();
        }
    }

    [Fact]
    public async Task Missing_tables_stop_the_start()
    {
        var database = ConnectTo(_server!.ConnectionString, applySchema: false);

        await database.Awaiting(target => target.OpenAsync(Cancellation).AsTask()).Should().ThrowAsync<OptionsValidationException>()
            .WithMessage("*PostgreSqlAuditLogOptions.ApplySchema*no tables*scripts/audit*");
    }

    [Fact]
    public async Task A_user_who_can_neither_change_nor_delete_events_writes_the_log_and_one_who_lacks_a_right_stops_the_start()
    {
        await (await OpenAsync()).DisposeAsync();
        var user = $"u_{Guid.NewGuid():N}";
        await _server!.ExecuteAsync($"CREATE ROLE {user} LOGIN");
        var database = ConnectTo(_server.ConnectionStringOf(user), applySchema: false);
        await database.Awaiting(target => target.OpenAsync(Cancellation).AsTask()).Should().ThrowAsync<OptionsValidationException>()
            .WithMessage("*GRANT SELECT, INSERT, UPDATE ON*head*GRANT SELECT, INSERT ON*event*checkpoint*");

        await _server.ExecuteAsync((await ReadGrantsAsync()).Replace("hipaajwt_audit", _schema, StringComparison.Ordinal)
            .Replace("clinic_api", user, StringComparison.Ordinal));

        await database.OpenAsync(Cancellation);
        await database.AppendAsync([], (head, _) => new AuditLogAppend(head, []), Cancellation);
        (await _server.ExecuteAsync($"""
            SELECT has_table_privilege('{user}', '{_schema}.event', 'UPDATE') OR has_table_privilege('{user}', '{_schema}.event', 'DELETE')
            """)).Should().Be(false);
    }

    [Theory]
    [InlineData("fsync=off", "*'fsync = off'*Set 'fsync = on'*")]
    [InlineData("synchronous_commit=off", "*'synchronous_commit = off'*Set 'synchronous_commit = on'*")]
    public async Task A_server_that_may_lose_commits_stops_the_start(string setting, string message)
    {
        await using var server = await PostgreSqlServer.StartNewAsync(setting);
        var database = ConnectTo(server.ConnectionString, applySchema: true);

        await database.Awaiting(target => target.OpenAsync(Cancellation).AsTask()).Should().ThrowAsync<OptionsValidationException>()
            .WithMessage(message);
    }

    [Fact]
    public async Task The_name_of_a_schema_that_needs_escaping_stops_the_start()
    {
        await using var source = new NpgsqlSlimDataSourceBuilder(_server!.ConnectionString).Build();

        FluentActions.Invoking(() => new PostgreSqlAuditLogDatabase(source, new PostgreSqlAuditLogOptions { Schema = "a\"b" }))
            .Should().Throw<OptionsValidationException>().WithMessage("*PostgreSqlAuditLogOptions.Schema*lower-case*");
    }

    protected override AuditLogOptions CreateOptions() => new PostgreSqlAuditLogOptions { Schema = _schema };

    protected override IAuditLogDatabase Connect() => ConnectTo(_server!.ConnectionString, applySchema: true);

    protected override Task<object?> ExecuteAsync(string sql) => _server!.ExecuteAsync(
        sql.Replace("{", _schema + ".", StringComparison.Ordinal).Replace("}", string.Empty, StringComparison.Ordinal));

    /// <summary>The statements of the documentation.</summary>
    private static async Task<string> ReadGrantsAsync()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Docs", "audit-log.md"), Cancellation);
        return page.Split("```sql").Single(block => block.Contains("GRANT USAGE", StringComparison.Ordinal)).Split("```")[0];
    }

    private PostgreSqlAuditLogDatabase ConnectTo(string connectionString, bool applySchema)
    {
        var source = new NpgsqlSlimDataSourceBuilder(connectionString).Build();
        _sources.Add(source);
        return new PostgreSqlAuditLogDatabase(source, new PostgreSqlAuditLogOptions { Schema = _schema, ApplySchema = applySchema });
    }
}

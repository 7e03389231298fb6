using HipaaJwt.Stores.Tests.Contract;
using HipaaJwt.Stores.Tests.Support;
using Microsoft.Extensions.Options;

namespace HipaaJwt.Stores.Tests.PostgreSql;

/// <summary>What stops the start of a host, and with which remedy.</summary>
public sealed class PostgreSqlStartTests(SharedPostgreSqlServer shared)
{
    private readonly string _schema = PostgreSqlStores.NewSchema();

    [Fact]
    public async Task A_missing_schema_stops_the_start()
    {
        var server = await shared.GetAsync();

        await StopsAsync(
            server.ConnectionString, options => options.ApplySchema = false, "*ApplySchema*no tables*scripts*ApplySchema to true*");
    }

    [Fact]
    public async Task A_newer_schema_stops_the_start_and_an_upgrade_of_the_package_is_the_remedy()
    {
        var server = await CreateSchemaAsync();
        await server.ExecuteAsync($"INSERT INTO {_schema}.schema_version (version) VALUES (1000)");

        await StopsAsync(server.ConnectionString, _ => { }, "*Schema*has version 1000*Update the package*");
    }

    [Fact]
    public async Task A_part_of_the_schema_stops_the_start()
    {
        var server = await CreateSchemaAsync();
        await server.ExecuteAsync($"DROP TABLE {_schema}.replay");
        await StopsAsync(server.ConnectionString, options => options.ApplySchema = false, "*no tables*");

        await server.ExecuteAsync($"DROP TABLE {_schema}.schema_version");
        await StopsAsync(server.ConnectionString, _ => { }, "*ApplySchema*script failed*SQLSTATE 42P07*");
    }

    [Fact]
    public async Task Several_instances_apply_the_schema_at_the_same_time()
    {
        var server = await shared.GetAsync();

        var processes = await Concurrently.RunAsync(8, async _ => await PostgreSqlStores.StartAsync(server.ConnectionString, _schema));

        (await server.ExecuteAsync($"SELECT count(*) FROM {_schema}.schema_version")).Should().Be(2L);
        foreach (var process in processes)
        {
            await process.DisposeAsync();
        }
    }

    [Fact]
    public async Task An_administrator_creates_the_tables_with_the_scripts_and_the_service_needs_few_rights()
    {
        var server = await shared.GetAsync();
        var user = await CreateUserAsync(server);
        foreach (var script in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Scripts"), "*.sql").Order())
        {
            var statements = (await File.ReadAllTextAsync(script)).Replace("\"hipaajwt\"", $"\"{_schema}\"", StringComparison.Ordinal);
            await Programs.RunAsync(
                null, PostgreSqlBinaries.PathOf("psql"), "--dbname", $"host=127.0.0.1 port={server.Port} user=postgres",
                "--single-transaction", "--set", "ON_ERROR_STOP=1", "--command", statements);
        }

        await StopsAsync(server.ConnectionStringOf(user), options => options.ApplySchema = false, "*Schema*GRANT USAGE*");
        await server.ExecuteAsync($"GRANT USAGE ON SCHEMA {_schema} TO {user}");
        await StopsAsync(server.ConnectionStringOf(user), options => options.ApplySchema = false, "*Schema*GRANT USAGE*");
        await server.ExecuteAsync($"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {_schema} TO {user}");

        await using var process = await PostgreSqlStores.StartAsync(
            server.ConnectionStringOf(user), _schema, options => options.ApplySchema = false);

        await process.Revocations.StartEpochAsync();
        (await process.Revocations.AppendAsync(1)).Sequence.Should().Be(2);
        (await process.Sessions.EndOverdueAsync(1, CancellationToken.None)).Should().BeEmpty();
        (await process.SigningKeys.DeleteAsync("none", 1, CancellationToken.None)).Should().BeFalse();
        (await StoreContractPruneAsync(process)).Should().Be(0);
    }

    [Theory]
    [InlineData("INSERT", "revocation")]
    [InlineData("UPDATE", "session")]
    [InlineData("DELETE", "signing_key")]
    public async Task A_missing_right_stops_the_start_because_it_would_show_at_the_first_use(string right, string table)
    {
        var server = await CreateSchemaAsync();
        var user = await CreateUserAsync(server);
        await server.ExecuteAsync($"GRANT USAGE ON SCHEMA {_schema} TO {user}");
        await server.ExecuteAsync($"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {_schema} TO {user}");
        await server.ExecuteAsync($"REVOKE {right} ON {_schema}.{table} FROM {user}");

        await StopsAsync(server.ConnectionStringOf(user), _ => { }, "*Schema*GRANT*INSERT*");
    }

    [Fact]
    public async Task Applying_without_the_right_stops_the_start()
    {
        var server = await shared.GetAsync();
        var user = await CreateUserAsync(server);

        await StopsAsync(server.ConnectionStringOf(user), _ => { }, "*ApplySchema*may not create*grant CREATE*");
    }

    [Fact]
    public async Task A_connection_that_the_server_rejects_stops_the_start()
    {
        var server = await shared.GetAsync();

        await StopsAsync(server.ConnectionStringOf("nobody"), _ => { }, "*SQLSTATE 28000*user*");
        await StopsAsync(server.ConnectionString + ";Database=none", _ => { }, "*SQLSTATE 3D000*database*");
    }

    [Fact]
    public async Task A_pool_without_a_connection_for_notifications_stops_the_start()
    {
        var server = await shared.GetAsync();
        var small = server.ConnectionString + ";Maximum Pool Size=1";

        await StopsAsync(small, _ => { }, "*UseNotifications*'Maximum Pool Size'*is 1*at least 2*");
        await (await PostgreSqlStores.StartAsync(small, _schema, options => options.UseNotifications = false)).DisposeAsync();
        await (await PostgreSqlStores.StartAsync(server.ConnectionString + ";Maximum Pool Size=2", _schema)).DisposeAsync();
    }

    [Fact]
    public async Task A_data_source_with_multiplexing_stops_the_start()
    {
        var server = await shared.GetAsync();

        await StopsAsync(server.ConnectionString + ";Multiplexing=true", _ => { }, "*Multiplexing*Remove it*");
    }

    [Theory]
    [InlineData("repeatable read")]
    [InlineData("serializable")]
    public async Task Another_default_isolation_level_stops_the_start(string level)
    {
        var server = await shared.GetAsync();
        var user = await CreateUserAsync(server);
        await server.ExecuteAsync($"ALTER ROLE {user} SET default_transaction_isolation = '{level}'");

        await StopsAsync(server.ConnectionStringOf(user), _ => { }, $"*isolation level*'{level}'*ALTER ROLE*'read committed'*");
    }

    [Theory]
    [InlineData("")]
    [InlineData("Hipaa")]
    [InlineData("hipaa-jwt")]
    [InlineData("a\"; DROP TABLE b; --")]
    [InlineData("1a")]
    [InlineData("pg_hipaa")]
    [InlineData("ä")]
    [InlineData("a123456789012345678901234567890123456789012345678901234567890123")]
    public async Task A_name_that_is_no_plain_identifier_stops_the_start(string schema) =>
        await StopsAsync(
            "Host=127.0.0.1", options => options.Schema = schema, "PostgreSqlStoreOptions.Schema: *is not a supported name. Use*");

    [Theory]
    [InlineData("_")]
    [InlineData("a")]
    [InlineData("a12345678901234567890123456789012345678901234567890123456789012")]
    public async Task A_plain_identifier_is_the_name_of_the_schema(string schema)
    {
        var server = await shared.GetAsync();

        await using var process = await PostgreSqlStores.StartAsync(server.ConnectionString, schema);

        (await server.ExecuteAsync($"SELECT max(version) FROM \"{schema}\".schema_version")).Should().Be(2);
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_does_not_stop_the_start_and_is_checked_at_its_first_use()
    {
        await using var server = await PostgreSqlServer.StartNewAsync();
        await server.StopAsync();
        await using var process = await PostgreSqlStores.StartAsync(
            server.ConnectionString, _schema, options => options.ApplySchema = false);
        await process.Revocations.Awaiting(store => store.HeadAsync()).Should().ThrowAsync<Exception>();

        await server.StartAsync();

        await process.Revocations.Awaiting(store => store.HeadAsync()).Should().ThrowAsync<OptionsValidationException>();
        await (await PostgreSqlStores.StartAsync(server.ConnectionString, _schema)).DisposeAsync();
        (await process.Revocations.ReadAsync()).Head.Should().BeNull("the store is empty and usable");
    }

    [Fact]
    public async Task A_server_without_fsync_stops_the_start_unless_the_loss_is_accepted()
    {
        await using var server = await PostgreSqlServer.StartNewAsync("fsync=off");

        await StopsAsync(server.ConnectionString, _ => { }, "*AcceptLossOfRevocationsOnCrash*'fsync = off'*Set 'fsync = on'*");

        await using var process = await PostgreSqlStores.StartAsync(
            server.ConnectionString, _schema, options => options.AcceptLossOfRevocationsOnCrash = true);
        (await process.Revocations.StartEpochAsync()).Sequence.Should().Be(1);
    }

    private static async Task<int> StoreContractPruneAsync(StoreProcess process) =>
        await ((IExpiringStore)process.Revocations).PruneAsync(1, CancellationToken.None)
        + await ((IExpiringStore)process.Replay).PruneAsync(1, CancellationToken.None)
        + await ((IExpiringStore)process.Sessions).PruneAsync(1, CancellationToken.None);

    private static async Task<string> CreateUserAsync(PostgreSqlServer server)
    {
        var user = $"user_{Guid.NewGuid():N}";
        await server.ExecuteAsync($"CREATE ROLE {user} LOGIN");
        return user;
    }

    private async Task<PostgreSqlServer> CreateSchemaAsync()
    {
        var server = await shared.GetAsync();
        await (await PostgreSqlStores.StartAsync(server.ConnectionString, _schema)).DisposeAsync();
        return server;
    }

    private async Task StopsAsync(string connectionString, Action<PostgreSqlStoreOptions> configure, string message) =>
        await FluentActions.Awaiting(() => PostgreSqlStores.StartAsync(connectionString, _schema, configure))
            .Should().ThrowAsync<OptionsValidationException>().WithMessage(message);
}

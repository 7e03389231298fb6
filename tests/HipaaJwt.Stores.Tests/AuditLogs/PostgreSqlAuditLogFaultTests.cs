using HipaaJwt.Stores.Tests.PostgreSql;
using HipaaJwt.Stores.Tests.Support;
using Npgsql;

namespace HipaaJwt.Stores.Tests.AuditLogs;

/// <summary>An event that was acknowledged is in the log, and no event is in it twice, whatever happens to the server.</summary>
public sealed class PostgreSqlAuditLogFaultTests(SharedPostgreSqlServer shared) : IDisposable
{
    private const int Processes = 4;

    private readonly string _schema = PostgreSqlStores.NewSchema();
    private readonly AuditKey _key = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _key.Dispose();

    [Theory]
    [InlineData(nameof(CutPlace.BeforeCommit))]
    [InlineData(nameof(CutPlace.AfterCommit))]
    public async Task An_event_is_written_once_and_acknowledged_if_the_connection_is_cut_at_its_commit(string place)
    {
        var server = await shared.GetAsync();
        await using var proxy = new CuttingProxy(server.Port);
        await using var source = Source($"Host=127.0.0.1;Port={proxy.Port};Username=postgres;Database=postgres;SSL Mode=Disable");
        await using (var log = await OpenAsync(source, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(10)))
        {
            proxy.CutNext(Enum.Parse<CutPlace>(place));

            await log.WriteAsync(new AuditEvent { Type = AuditEventType.AccessGranted, Subject = "a" }, Cancellation);

            proxy.Cuts.Should().Be(1);
            log.Count.Should().Be(2);
            log.Status.Should().Be(AuditLogStatus.Writing);
        }

        (await server.ExecuteAsync($"SELECT count(*) FROM {_schema}.event")).Should().Be(3L);
        await IsValidAsync(server);
    }

    [Fact]
    public async Task A_server_that_hangs_makes_the_log_unavailable_within_its_limit_and_the_log_recovers_by_itself()
    {
        await using var server = await PostgreSqlServer.StartNewAsync();
        await using var source = Source(server.ConnectionString);
        await using (var log = await OpenAsync(source, TimeSpan.FromMilliseconds(500), TimeSpan.FromMilliseconds(100)))
        {
            await WriteAsync(log);
            await server.SuspendAsync();
            var start = TimeProvider.System.GetTimestamp();

            await log.Awaiting(WriteAsync).Should().ThrowAsync<AuditLogUnavailableException>();

            TimeProvider.System.GetElapsedTime(start).Should().BeLessThan(TimeSpan.FromSeconds(3));
            await Eventually.TrueAsync(() => Task.FromResult(log.Status == AuditLogStatus.Failing), "the server hangs");
            TimeProvider.System.GetElapsedTime(start).Should().BeLessThan(TimeSpan.FromSeconds(3));
            await server.ResumeAsync();
            await Eventually.TrueAsync(() => Task.FromResult(log.Status == AuditLogStatus.Writing), "the log must recover");
            await WriteAsync(log);
        }

        await IsValidAsync(server);
    }

    [Fact]
    public async Task A_backend_that_stops_with_the_lock_of_the_head_makes_the_log_unavailable_until_it_ends()
    {
        var server = await shared.GetAsync();
        await using var source = Source(server.ConnectionString);
        await using var log = await OpenAsync(source, TimeSpan.FromMilliseconds(500), TimeSpan.FromMilliseconds(100));
        await using (var connection = await source.OpenConnectionAsync(Cancellation))
        {
            await using var transaction = await connection.BeginTransactionAsync(Cancellation);
            await using var command = new NpgsqlCommand($"SELECT 1 FROM {_schema}.head FOR UPDATE", connection);
            await command.ExecuteScalarAsync(Cancellation);

            await log.Awaiting(WriteAsync).Should().ThrowAsync<AuditLogUnavailableException>();
            await Eventually.TrueAsync(() => Task.FromResult(log.Status == AuditLogStatus.Failing), "the head is locked");
        }

        await Eventually.TrueAsync(() => Task.FromResult(log.Status == AuditLogStatus.Writing), "the log must recover");
        await WriteAsync(log);
    }

    [Fact]
    public async Task Four_processes_lose_no_acknowledged_event_while_the_server_is_killed_hangs_and_restarts()
    {
        await using var server = await PostgreSqlServer.StartNewAsync();
        await using var workers = new AuditWorkers(_key, "postgresql", server.ConnectionString, _schema);
        await workers.StartAsync(Processes);

        await GrowsAsync(server);
        await server.KillAsync();
        await server.StartAsync();
        await GrowsAsync(server);
        await server.SuspendAsync();
        await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System, Cancellation);
        await server.ResumeAsync();
        await GrowsAsync(server);
        await server.StopAsync("immediate");
        await server.StartAsync();
        await GrowsAsync(server);

        await workers.StopAsync();

        var acknowledged = workers.Acknowledged();
        acknowledged.Should().HaveCountGreaterThan(4 * Processes);
        await using var source = Source(server.ConnectionString);
        var ids = await ReadIdsAsync(source);
        ids.Should().OnlyHaveUniqueItems();
        acknowledged.Except(ids).Should().BeEmpty("acknowledged events are in the log");
        await IsValidAsync(server);
    }

    private static Task WriteAsync(DatabaseAuditLog log) =>
        log.WriteAsync(new AuditEvent { Type = AuditEventType.AccessGranted }, CancellationToken.None).AsTask();

    private static NpgsqlDataSource Source(string connectionString) => new NpgsqlSlimDataSourceBuilder(connectionString).Build();

    private PostgreSqlAuditLogOptions Options(TimeSpan writeTimeout, TimeSpan checkpointInterval) => new()
    {
        Schema = _schema,
        ApplySchema = true,
        SigningKeyFile = _key.Path,
        WriteTimeout = writeTimeout,
        CheckpointInterval = checkpointInterval,
    };

    private Task<DatabaseAuditLog> OpenAsync(NpgsqlDataSource source, TimeSpan writeTimeout, TimeSpan checkpointInterval)
    {
        var options = Options(writeTimeout, checkpointInterval);
        var database = new PostgreSqlAuditLogDatabase(source, options);
        return DatabaseAuditLog.OpenAsync(database, options, TimeProvider.System, null, Cancellation);
    }

    /// <summary>Waits until the processes have written more events.</summary>
    private async Task GrowsAsync(PostgreSqlServer server)
    {
        var start = (long)(await server.ExecuteAsync($"SELECT size FROM {_schema}.head"))!;
        await Eventually.TrueAsync(
            async () => (long)(await server.ExecuteAsync($"SELECT size FROM {_schema}.head"))! > start + 200, "the processes must write");
    }

    private async Task<List<Guid>> ReadIdsAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand($"SELECT id FROM {_schema}.event ORDER BY n");
        await using var reader = await command.ExecuteReaderAsync(Cancellation);
        List<Guid> ids = [];
        while (await reader.ReadAsync(Cancellation))
        {
            ids.Add(reader.GetGuid(0));
        }

        return ids;
    }

    private async Task IsValidAsync(PostgreSqlServer server)
    {
        await using var source = Source(server.ConnectionString);
        var database = new PostgreSqlAuditLogDatabase(source, new PostgreSqlAuditLogOptions { Schema = _schema });
        var verification = await new AuditLogVerifier(new AuditLogVerificationOptions { Keys = { _key.Verifier } })
            .VerifyAsync(database, null, Cancellation);
        verification.IsValid.Should().BeTrue(verification.Streams[0].Problem?.Message);
        verification.Streams[0].UnsignedEvents.Should().Be(0);
    }
}

using HipaaJwt.Fhir.Tests.Exporting;
using HipaaJwt.Fhir.Tests.Support;
using HipaaJwt.Stores.Tests.AuditLogs;
using HipaaJwt.Stores.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace HipaaJwt.Fhir.Tests.Logs;

/// <summary>A server of the log, an endpoint and exporting processes that fail while others write the log.</summary>
public sealed class PostgreSqlOutageTests : IAsyncLifetime
{
    private const string Schema = "hipaajwt_audit";
    private const int Count = 60;

    private readonly ExportLab _lab = new();
    private readonly AuditKey _key = new();
    private PostgreSqlServer? _server;
    private NpgsqlDataSource? _source;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Cursor => _lab.Output + ".cursor";

    public async ValueTask InitializeAsync()
    {
        _server = await PostgreSqlServer.StartNewAsync();
        _source = new NpgsqlSlimDataSourceBuilder(_server.ConnectionString).Build();
    }

    public async ValueTask DisposeAsync()
    {
        await (_source?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
        _key.Dispose();
        _lab.Dispose();
    }

    [Fact]
    public async Task Every_event_arrives_once_and_in_order_although_the_server_and_the_endpoint_are_down_in_between()
    {
        await using var endpoint = await FhirEndpoint.StartAsync();
        await using var log = await OpenAsync();
        await WriteAsync(log);
        using var exporter = Create(endpoint);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var running = exporter.RunAsync(stop.Token);
        await Eventually.TrueAsync(() => Task.FromResult(endpoint.Count == Count + 1), "the first events must arrive");

        await _server!.KillAsync();
        await Eventually.TrueAsync(
            () => Task.FromResult(exporter.Reason?.Contains("cannot be read (", StringComparison.Ordinal) == true), "the log is down");
        exporter.Status.Should().Be(FhirAuditExportStatus.Waiting);
        await endpoint.DisposeAsync();
        await _server.StartAsync();
        await Eventually.TrueAsync(() => Task.FromResult(log.Status == AuditLogStatus.Writing), "the log must recover");
        await WriteAsync(log);
        await Eventually.TrueAsync(
            () => Task.FromResult(exporter.Reason?.Contains("cannot be read", StringComparison.Ordinal) == false), "the endpoint is down");
        exporter.Status.Should().Be(FhirAuditExportStatus.Waiting);
        await endpoint.ListenAsync();
        await log.DisposeAsync();

        var logged = await LoggedIdsAsync();
        await Eventually.TrueAsync(() => Task.FromResult(endpoint.Count >= logged.Count), "all events must arrive");
        await stop.CancelAsync();
        await running;
        endpoint.Order.Should().Equal(logged);
        endpoint.Received.Should().HaveCount(logged.Count, "an outage of the log doubles nothing");
    }

    [Fact]
    public async Task A_server_that_hangs_does_not_keep_the_export_from_stopping()
    {
        await using (var log = await OpenAsync())
        {
            await WriteAsync(log);
        }

        await using var endpoint = await FhirEndpoint.StartAsync();
        using var exporter = Create(endpoint);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var running = exporter.RunAsync(stop.Token);
        await Eventually.TrueAsync(() => Task.FromResult(endpoint.Count == Count + 2), "all events must arrive");

        await _server!.SuspendAsync();
        await stop.CancelAsync();
        await Eventually.CompletesAsync(running);

        exporter.Status.Should().Be(FhirAuditExportStatus.Stopped);
        await _server.ResumeAsync();
    }

    [Fact]
    public async Task Every_event_arrives_in_order_although_processes_are_killed_in_the_middle_of_a_send_and_the_server_restarts()
    {
        await using (var log = await OpenAsync())
        {
            await WriteAsync(log);
            await WriteAsync(log);
            await WriteAsync(log);
        }

        await using var endpoint = await FhirEndpoint.StartAsync();
        foreach (var (stored, stores) in ((int, bool)[])[(0, false), (70, true), (20, false), (30, true)])
        {
            var received = new TaskCompletionSource();
            endpoint.ThenStore(stored).ThenHang(received, stores);
            using var killed = ExportWorker.StartForDatabase(_server!.ConnectionString, Schema, Cursor, endpoint.Address);
            await received.Task.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
            await _server.StopAsync("immediate");
            await ExportWorker.KillAsync(killed);
            await _server.StartAsync();
        }

        var logged = await LoggedIdsAsync();
        endpoint.Count.Should().BeLessThan(logged.Count, "the last process must have something to send");
        using var last = ExportWorker.StartForDatabase(_server!.ConnectionString, Schema, Cursor, endpoint.Address);
        await Eventually.TrueAsync(() => Task.FromResult(endpoint.Count >= logged.Count), "all events must arrive");
        await ExportWorker.KillAsync(last);

        endpoint.Order.Should().Equal(logged);
        endpoint.Received.Should().HaveCountGreaterThan(logged.Count, "what was stored and not confirmed is sent again");
    }

    private static async Task WriteAsync(DatabaseAuditLog log)
    {
        for (var number = 0; number < Count; number++)
        {
            await log.WriteAsync(
                Events.Of(AuditEventType.AccessDenied) with { Id = Guid.CreateVersion7(Events.Now), Subject = $"user-{number}" },
                Cancellation);
        }
    }

    private Task<DatabaseAuditLog> OpenAsync()
    {
        var options = new PostgreSqlAuditLogOptions
        {
            ApplySchema = true,
            SigningKeyFile = _key.Path,
            WriteTimeout = TimeSpan.FromMinutes(1),
            CheckpointInterval = TimeSpan.FromMilliseconds(10),
        };
        var database = new PostgreSqlAuditLogDatabase(_source!, options);
        return DatabaseAuditLog.OpenAsync(database, options, TimeProvider.System, null, Cancellation);
    }

    private FhirAuditExporter Create(FhirEndpoint endpoint)
    {
        var options = new FhirAuditExportOptions
        {
            CursorFile = Cursor,
            Endpoint = endpoint.Address,
            UsePut = true,
            PollInterval = TimeSpan.FromMilliseconds(10),
            MinRetryDelay = TimeSpan.FromMilliseconds(10),
            MaxRetryDelay = TimeSpan.FromMilliseconds(50),
        };
        var database = new PostgreSqlAuditLogDatabase(_source!, new PostgreSqlAuditLogOptions());
        return new FhirAuditExporter(options, database, _lab.Clients, TimeProvider.System, NullLogger.Instance, meters: null);
    }

    private async Task<IReadOnlyList<Guid>> LoggedIdsAsync()
    {
        var database = new PostgreSqlAuditLogDatabase(_source!, new PostgreSqlAuditLogOptions());
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var entries = new AuditLogReader().ReadAsync(database, new AuditLogQuery(), Cancellation);
                return [.. await entries.Select(entry => entry.Event!.Id).ToListAsync(Cancellation)];
            }
            catch (NpgsqlException) when (attempt < 30)
            {
                // The pool may contain connections to the server before its restart.
            }
        }
    }
}

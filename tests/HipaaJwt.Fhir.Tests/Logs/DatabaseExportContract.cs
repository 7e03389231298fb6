using System.Text.Json;
using HipaaJwt.Fhir.Tests.Support;
using HipaaJwt.Stores.Tests.AuditLogs;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace HipaaJwt.Fhir.Tests.Logs;

/// <summary>What the export of each audit log in a database promises.</summary>
public abstract class DatabaseExportContract : IAsyncLifetime
{
    private readonly ExportLab _lab = new();
    private readonly AuditKey _key = new();

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Cursor => _lab.Output + ".cursor";

    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _key.Dispose();
        _lab.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Events_become_the_same_resources_as_those_of_a_log_in_files()
    {
        AuditEvent[] events =
        [
            Events.Of(AuditEventType.AccessDenied), Events.Granted(), Events.Of(AuditEventType.TokenRejected), Events.Completed(),
        ];
        await _lab.WriteAsync(events);
        using (var ofFiles = _lab.Create())
        {
            (await ofFiles.ExportAsync(Cancellation)).Should().Be(FhirAuditExportStatus.Running);
        }

        var expected = await TakeLinesAsync();
        await WriteAsync(events);

        await ExportAsync();

        (await TakeLinesAsync())[1..^1].Should().Equal(expected[1..^1]).And.HaveCount(3, "the access and its completion are one resource");
    }

    [Fact]
    public async Task An_export_that_is_reopened_continues_where_it_stopped()
    {
        await WriteAsync([.. Denials(300)]);
        await ExportAsync();
        await ExportAsync();
        await WriteAsync([.. Denials(300)]);
        await ExportAsync();

        Ids().Should().Equal(await LoggedIdsAsync()).And.HaveCount(604);
    }

    [Fact]
    public async Task An_export_is_disposed_in_the_middle_and_PUT_doubles_nothing()
    {
        await WriteAsync([.. Denials(200)]);
        await using var endpoint = await FhirEndpoint.StartAsync();
        var received = new TaskCompletionSource();
        endpoint.ThenStore(100).ThenHang(received, stores: true);
        using (var first = Create(endpoint))
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
            var running = first.RunAsync(stop.Token);
            await received.Task.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
            await stop.CancelAsync();
            await running;
        }

        using var second = Create(endpoint);
        (await second.ExportAsync(Cancellation)).Should().Be(FhirAuditExportStatus.Running);

        endpoint.Order.Should().Equal(await LoggedIdsAsync()).And.HaveCount(202);
        endpoint.Received.Should().HaveCount(203, "the resource whose answer was lost is sent again");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_database_that_fails_in_the_middle_doubles_nothing_in_the_same_export_and_in_a_new_one(bool isReopened)
    {
        await WriteAsync([.. Denials(30)]);
        var failing = new FailingDatabase(Connect()) { FailAt = 5 };
        using var exporter = Create(database: failing, maxWaitingEvents: 10);

        (await exporter.ExportAsync(Cancellation)).Should().Be(FhirAuditExportStatus.Waiting);
        exporter.Reason.Should().Be($"The audit log in {failing.Name} cannot be read (TimeoutException)");
        Ids().Should().HaveCountGreaterThan(0).And.HaveCountLessThan(32);
        if (isReopened)
        {
            exporter.Dispose();
            await ExportAsync();
        }
        else
        {
            (await exporter.ExportAsync(Cancellation)).Should().Be(FhirAuditExportStatus.Running);
            exporter.Reason.Should().BeNull();
        }

        Ids().Should().Equal(await LoggedIdsAsync()).And.HaveCount(32);
    }

    [Fact]
    public async Task Events_that_no_checkpoint_covers_are_not_exported()
    {
        await using (var log = await OpenAsync())
        {
            await log.WriteAsync(Events.Of(AuditEventType.AccessDenied), Cancellation);

            await ExportAsync();

            File.Exists(_lab.Output).Should().BeFalse("the checkpoint of the start covers no event");
        }

        await ExportAsync();

        Ids().Should().HaveCount(3);
    }

    [Fact]
    public async Task A_database_without_a_log_has_nothing_to_export()
    {
        await Connect().OpenAsync(Cancellation);

        await ExportAsync();

        File.Exists(_lab.Output).Should().BeFalse();
    }

    [Fact]
    public async Task The_cursor_of_another_log_is_refused()
    {
        await _lab.WriteAsync(Events.Of(AuditEventType.AccessDenied));
        _lab.Options.CursorFile = Cursor;
        using (var ofFiles = _lab.Create())
        {
            await ofFiles.ExportAsync(Cancellation);
        }

        var before = await TakeLinesAsync();
        var cursor = await File.ReadAllBytesAsync(Cursor, Cancellation);
        await WriteAsync(Events.Of(AuditEventType.AccessDenied));

        await IsDamagedAsync(
            "The cursor of the FHIR export is that of the audit log clinic/*which is not in *Set the CursorFile of this log.*");

        before.Should().HaveCount(3);
        File.Exists(_lab.Output).Should().BeFalse("nothing is exported");
        (await File.ReadAllBytesAsync(Cursor, Cancellation)).Should().Equal(cursor);
    }

    [Fact]
    public async Task A_database_that_lost_the_end_of_its_log_is_refused()
    {
        await WriteAsync(Events.Of(AuditEventType.AccessDenied));
        await ExportAsync();
        await ExecuteAsync("DELETE FROM {checkpoint} WHERE size > 0");
        await ExecuteAsync("DELETE FROM {event}");

        await IsDamagedAsync("Record 2 of the audit log *covers 0 records only.*restored*");

        Ids().Should().HaveCount(3);
    }

    [Fact]
    public async Task A_database_that_was_restored_and_continued_is_refused()
    {
        await WriteAsync([.. Denials(3)]);
        var backup = (await Connect().ReadStateAsync(Cancellation))!;
        await WriteAsync([.. Denials(3)]);
        await ExportAsync();
        await ExecuteAsync($"DELETE FROM {{event}} WHERE n >= {backup.EndIndex}");
        await ExecuteAsync($"DELETE FROM {{checkpoint}} WHERE size > {backup.EndIndex}");
        await Connect().AppendAsync([], (_, _) => new AuditLogAppend(backup.Head, []), Cancellation);
        await WriteAsync([.. Denials(9)]);

        await IsDamagedAsync("Record 9 of the audit log *is not the one that was exported.*restored*");

        Ids().Should().HaveCount(10);
    }

    [Fact]
    public async Task A_missing_record_stops_the_export_before_the_records_after_it()
    {
        await WriteAsync([.. Denials(3)]);
        await ExecuteAsync("DELETE FROM {event} WHERE n = 2");

        await IsDamagedAsync("Record 2 of the audit log *is missing.*");

        File.Exists(_lab.Output).Should().BeFalse("the records are read in one batch");
    }

    [Fact]
    public async Task A_redacted_record_is_not_exported()
    {
        await WriteAsync([.. Denials(3)]);
        await ExecuteAsync("UPDATE {event} SET json = '-----' WHERE n = 2");

        await ExportAsync();

        Ids().Should().HaveCount(4);
    }

    /// <summary>Creates the options of the log.</summary>
    protected abstract AuditLogOptions CreateOptions();

    /// <summary>Connects to the database, as a process of its own does.</summary>
    protected abstract IAuditLogDatabase Connect();

    /// <summary>Runs statements as an administrator. Tables are named head, event and checkpoint in braces.</summary>
    protected abstract Task<object?> ExecuteAsync(string sql);

    private static IEnumerable<AuditEvent> Denials(int count) => Enumerable.Range(0, count).Select(number =>
        Events.Of(AuditEventType.AccessDenied) with { Id = Guid.CreateVersion7(Events.Now), Subject = $"user-{number}" });

    private Task<DatabaseAuditLog> OpenAsync()
    {
        var options = CreateOptions();
        (options.SigningKeyFile, options.Service) = (_key.Path, "clinic");
        return DatabaseAuditLog.OpenAsync(Connect(), options, new FakeTimeProvider(Events.Now), null, Cancellation);
    }

    /// <summary>Writes events, and closes the log, so that its checkpoint covers them.</summary>
    private async Task WriteAsync(params IReadOnlyList<AuditEvent> events)
    {
        await using var log = await OpenAsync();
        foreach (var auditEvent in events)
        {
            await log.WriteAsync(auditEvent, Cancellation);
        }
    }

    private FhirAuditExporter Create(FhirEndpoint? endpoint = null, IAuditLogDatabase? database = null, int maxWaitingEvents = 4_096)
    {
        var options = new FhirAuditExportOptions
        {
            CursorFile = Cursor,
            OutputFile = endpoint is null ? _lab.Output : null,
            Endpoint = endpoint?.Address,
            UsePut = true,
            MaxWaitingEvents = maxWaitingEvents,
        };
        return new FhirAuditExporter(
            options, database ?? Connect(), _lab.Clients, TimeProvider.System, NullLogger.Instance, meters: null);
    }

    private async Task ExportAsync()
    {
        using var exporter = Create();
        (await exporter.ExportAsync(Cancellation)).Should().Be(FhirAuditExportStatus.Running, exporter.Reason);
    }

    private async Task IsDamagedAsync(string reason)
    {
        using var exporter = Create();
        (await exporter.ExportAsync(Cancellation)).Should().Be(FhirAuditExportStatus.Damaged);
        exporter.Reason.Should().Match(reason);
    }

    private async Task<IReadOnlyList<Guid>> LoggedIdsAsync() =>
    [
        .. await new AuditLogReader().ReadAsync(Connect(), new AuditLogQuery(), Cancellation).Select(entry => entry.Event!.Id)
            .ToListAsync(Cancellation),
    ];

    private IEnumerable<Guid> Ids() => File.ReadAllLines(_lab.Output).Select(line =>
    {
        using var document = JsonDocument.Parse(line);
        return document.RootElement.GetProperty("id").GetGuid();
    });

    private async Task<string[]> TakeLinesAsync()
    {
        var lines = await File.ReadAllLinesAsync(_lab.Output, Cancellation);
        File.Delete(_lab.Output);
        return lines;
    }
}

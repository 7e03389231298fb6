using System.Text.Json;
using HipaaJwt.Fhir.Tests.Support;

namespace HipaaJwt.Fhir.Tests.Exporting;

public sealed class NdjsonTests : IDisposable
{
    private readonly ExportLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public async Task Every_event_becomes_one_line_in_the_order_of_the_log()
    {
        await _lab.WriteAsync(Events.Of(AuditEventType.AccessDenied), Events.Of(AuditEventType.TokenRejected));
        using var exporter = _lab.Create();

        (await exporter.ExportAsync()).Should().Be(FhirAuditExportStatus.Running);

        Ids().Should().Equal(await _lab.IdsAsync()).And.HaveCount(4, "the log starts and stops");
        exporter.Sent.Should().Be(4);
        exporter.OldestWaiting.Should().BeNull();
    }

    [Fact]
    public async Task A_second_export_continues_where_the_first_one_stopped()
    {
        await _lab.WriteAsync(Events.Of(AuditEventType.AccessDenied));
        await ExportAsync();
        await ExportAsync();
        await _lab.WriteAsync(Events.Of(AuditEventType.TokenRejected));
        await ExportAsync();

        Ids().Should().Equal(await _lab.IdsAsync());
    }

    [Fact]
    public async Task The_unfinished_line_of_a_crash_is_removed()
    {
        await _lab.WriteAsync(Events.Of(AuditEventType.AccessDenied));
        await ExportAsync();
        await File.AppendAllTextAsync(_lab.Output, "{\"resourceType\":\"Audit");
        await _lab.WriteAsync(Events.Of(AuditEventType.TokenRejected));
        await ExportAsync();

        Ids().Should().Equal(await _lab.IdsAsync());
    }

    [Fact]
    public async Task A_log_that_was_restored_and_continued_is_refused()
    {
        var backup = _lab.Output + ".backup";
        _lab.Options.CursorFile = _lab.Output + ".cursor";
        await _lab.WriteAsync(Events.Of(AuditEventType.AccessDenied));
        ExportLab.Copy(_lab.LogDirectory, backup);
        await _lab.WriteAsync(Events.Of(AuditEventType.TokenRejected));
        await ExportAsync();
        Directory.Delete(_lab.LogDirectory, recursive: true);
        Directory.Move(backup, _lab.LogDirectory);
        using var exporter = _lab.Create();

        (await exporter.ExportAsync()).Should().Be(FhirAuditExportStatus.Damaged);
        exporter.Reason.Should().Match("Record 5 of the audit log *covers 3 records only.*restored*");
        await _lab.WriteAsync(Events.Of(AuditEventType.TokenRejected), Events.Of(AuditEventType.TokenRejected));
        (await exporter.ExportAsync()).Should().Be(FhirAuditExportStatus.Damaged);

        exporter.Reason.Should().Match("Record 5 of the audit log *is not the one that was exported.*restored*");
        Ids().Should().HaveCount(6, "nothing is exported");
    }

    [Fact]
    public async Task Files_are_readable_by_the_user_only()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no mode.");
            return;
        }

        await _lab.WriteAsync(Events.Of(AuditEventType.AccessDenied));
        await ExportAsync();

        foreach (var path in new[] { _lab.Output, _lab.Cursor })
        {
            File.GetUnixFileMode(path).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public async Task A_log_is_written_to_a_stream_at_once()
    {
        await _lab.WriteAsync(Events.Granted(), Events.Completed(), Events.Of(AuditEventType.AccessDenied));
        using var output = new MemoryStream();

        (await FhirAuditExporter.WriteAsync(_lab.LogDirectory, output, new FhirAuditOptions { IncludePatientData = true })).Should().Be(4);

        var lines = System.Text.Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Should().HaveCount(4).And.ContainSingle(line => line.Contains("IHE.BasicAudit.PatientRead", StringComparison.Ordinal));
        File.Exists(_lab.Cursor).Should().BeFalse();
    }

    [Fact]
    public async Task Many_events_leave_a_small_window()
    {
        _lab.Options.MaxWaitingEvents = 3;
        await _lab.WriteAsync([.. Enumerable.Range(0, 600).Select(index => Events.Granted($"r{index}"))]);
        await ExportAsync();

        Ids().Should().Equal(await _lab.IdsAsync());
    }

    private async Task ExportAsync()
    {
        using var exporter = _lab.Create();
        (await exporter.ExportAsync()).Should().Be(FhirAuditExportStatus.Running);
    }

    private IEnumerable<Guid> Ids() => File.ReadAllLines(_lab.Output).Select(line =>
    {
        using var document = JsonDocument.Parse(line);
        return document.RootElement.GetProperty("id").GetGuid();
    });
}

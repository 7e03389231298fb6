using System.Text.Json;
using HipaaJwt.Fhir.Tests.Support;

namespace HipaaJwt.Fhir.Tests.Exporting;

/// <summary>A granted access and the completion of its request become one resource.</summary>
public sealed class JoinTests : IDisposable
{
    private readonly ExportLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public async Task A_completed_access_is_one_resource()
    {
        await _lab.WriteAsync(Events.Granted(), Events.Of(AuditEventType.TokenRejected), Events.Completed());

        (await ExportAsync()).Should().Equal("110113", "rest HTTP 200", "110114", "110113");
    }

    [Fact]
    public async Task Several_accesses_of_a_request_share_its_completion()
    {
        await _lab.WriteAsync(Events.Granted(), Events.Granted(), Events.Completed());

        (await ExportAsync()).Should().Equal("110113", "rest HTTP 200", "rest HTTP 200", "110113");
    }

    [Fact]
    public async Task The_completion_of_another_token_with_the_same_request_ID_is_not_joined()
    {
        await _lab.WriteAsync(Events.Granted(), Events.Completed() with { TokenId = "other" });

        (await ExportAsync()).Should().Equal("110113", "110113", "rest HTTP 200", "110113");
    }

    [Fact]
    public async Task A_granted_access_waits_for_its_completion()
    {
        await _lab.WriteAsync(Events.Granted());
        using var exporter = _lab.Create();
        using var stop = new CancellationTokenSource();
        var running = exporter.RunAsync(stop.Token);

        await _lab.Time.PassAsync();
        await _lab.Time.NextDelayAsync();
        Lines().Should().Equal(["110113"], "the log has started, and the access waits");
        exporter.OldestWaiting.Should().Be(Events.Now);
        await _lab.WriteAsync(Events.Completed());
        _lab.Time.Advance(_lab.Options.PollInterval);
        await _lab.Time.NextDelayAsync();

        Lines().Take(2).Should().Equal("110113", "rest HTTP 200");
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task A_granted_access_waits_no_longer_than_the_timeout_and_its_completion_follows_alone()
    {
        _lab.Options.PollInterval = _lab.Options.CompletionTimeout;
        await _lab.WriteAsync(Events.Granted());
        using var exporter = _lab.Create();
        using var stop = new CancellationTokenSource();
        var running = exporter.RunAsync(stop.Token);

        await _lab.Time.NextDelayAsync();
        Lines().Should().HaveCount(1);
        _lab.Time.Advance(_lab.Options.CompletionTimeout);
        await _lab.Time.NextDelayAsync();
        Lines().Should().Equal("110113", "110113", "110113");
        await _lab.WriteAsync(Events.Completed());
        _lab.Time.Advance(_lab.Options.PollInterval);
        await _lab.Time.NextDelayAsync();

        Lines().Skip(3).Should().Equal("110113", "rest HTTP 200", "110113");
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task A_backlog_does_not_wait()
    {
        await _lab.WriteAsync(Events.Granted("old"), Events.Granted("new") with { Time = Events.Now + _lab.Options.CompletionTimeout });
        using var exporter = _lab.Create();
        using var stop = new CancellationTokenSource();
        var running = exporter.RunAsync(stop.Token);
        await _lab.Time.NextDelayAsync();

        Lines().Length.Should().BeGreaterThanOrEqualTo(2, "the log itself says that the time of the first access has passed");
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task After_a_restart_a_joined_completion_is_not_exported_again()
    {
        await _lab.WriteAsync(Events.Granted(), Events.Of(AuditEventType.AccessDenied), Events.Completed());
        await using var endpoint = await FhirEndpoint.StartAsync();
        endpoint.Judge = json => json.Contains("PermissionMissing", StringComparison.Ordinal) ? 503 : 201;
        using (var exporter = _lab.CreateFor(endpoint))
        {
            (await exporter.ExportAsync()).Should().Be(FhirAuditExportStatus.Waiting);
        }

        endpoint.Judge = null;
        using (var exporter = _lab.CreateFor(endpoint))
        {
            (await exporter.ExportAsync()).Should().Be(FhirAuditExportStatus.Running);
        }

        endpoint.Order.Should().Equal(
            (await _lab.AllAsync()).Where(auditEvent => auditEvent.Type != AuditEventType.RequestCompleted)
                .Select(auditEvent => auditEvent.Id));
    }

    [Fact]
    public async Task Without_a_timeout_nothing_is_joined()
    {
        _lab.Options.CompletionTimeout = TimeSpan.Zero;
        await _lab.WriteAsync(Events.Granted(), Events.Completed());

        (await ExportAsync()).Should().Equal("110113", "110113", "rest HTTP 200", "110113");
    }

    private async Task<string[]> ExportAsync()
    {
        using var exporter = _lab.Create();
        (await exporter.ExportAsync()).Should().Be(FhirAuditExportStatus.Running);
        return Lines();
    }

    private string[] Lines() => [.. File.ReadAllLines(_lab.Output).Select(line =>
    {
        using var document = JsonDocument.Parse(line);
        var type = document.RootElement.GetProperty("type").GetProperty("code").GetString()!;
        return type == "rest" ? $"rest {document.RootElement.GetProperty("outcomeDesc").GetString()}" : type;
    })];
}

using HipaaJwt.Fhir.Tests.Support;

namespace HipaaJwt.Fhir.Tests.Exporting;

/// <summary>A real FHIR endpoint on a socket that fails in every way. Nothing is skipped, and the order stays.</summary>
public sealed class ServerTests : IDisposable
{
    private readonly ExportLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Events_are_created_or_put_in_their_order(bool usePut)
    {
        await _lab.WriteAsync(Some(20));
        await using var endpoint = await FhirEndpoint.StartAsync();
        using var exporter = _lab.CreateFor(endpoint, usePut);

        (await exporter.ExportAsync()).Should().Be(FhirAuditExportStatus.Running);

        endpoint.LastContentType.Should().Be("application/fhir+json");
        endpoint.Count.Should().Be(22);
        if (usePut)
        {
            endpoint.Order.Should().Equal(await _lab.IdsAsync());
        }
    }

    [Fact]
    public async Task An_endpoint_that_is_down_for_an_hour_gets_everything_once_and_in_order()
    {
        await _lab.WriteAsync(Some(5));
        await using var endpoint = new FhirEndpoint();
        using var exporter = _lab.CreateFor(endpoint);
        using var stop = new CancellationTokenSource();
        var running = exporter.RunAsync(stop.Token);
        List<TimeSpan> delays = [];
        while (delays.Aggregate(TimeSpan.Zero, (sum, delay) => sum + delay) < TimeSpan.FromHours(1))
        {
            delays.Add(await _lab.Time.PassAsync());
        }

        await _lab.Time.NextDelayAsync();
        exporter.Status.Should().Be(FhirAuditExportStatus.Waiting);
        exporter.OldestWaiting.Should().NotBeNull();
        await endpoint.ListenAsync();
        _lab.Time.Advance(_lab.Options.MaxRetryDelay);
        (await _lab.Time.NextDelayAsync()).Should().Be(_lab.Options.PollInterval);

        endpoint.Order.Should().Equal(await _lab.IdsAsync());
        exporter.Status.Should().Be(FhirAuditExportStatus.Running);
        delays[0].Should().BeLessThanOrEqualTo(_lab.Options.MinRetryDelay);
        delays.Should().OnlyContain(delay => delay <= _lab.Options.MaxRetryDelay);
        delays.Skip(10).Should().OnlyContain(delay => delay >= _lab.Options.MaxRetryDelay / 2);
        delays.Count.Should().BeLessThan(45, "the delays grow");
        await stop.CancelAsync();
        await running;
    }

    [Theory]
    [InlineData(503)]
    [InlineData(500)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(413)]
    [InlineData(429)]
    [InlineData(507)]
    [InlineData(302)]
    public async Task An_answer_that_is_not_about_the_resource_is_retried_and_never_set_aside(int status)
    {
        _lab.Options.DeadLetterFile = _lab.DeadLetters;
        await _lab.WriteAsync(Some(3));
        await using var endpoint = await FhirEndpoint.StartAsync();
        endpoint.Then(status).Then(status);
        using var exporter = _lab.CreateFor(endpoint);

        (await exporter.ExportAsync()).Should().Be(FhirAuditExportStatus.Waiting);
        exporter.Reason.Should().StartWith($"HTTP {status}, clinic/");
        (await exporter.ExportAsync()).Should().Be(FhirAuditExportStatus.Waiting);
        (await exporter.ExportAsync()).Should().Be(FhirAuditExportStatus.Running);

        endpoint.Order.Should().Equal(await _lab.IdsAsync());
        File.Exists(_lab.DeadLetters).Should().BeFalse();
    }

    [Theory]
    [InlineData("120", 120)]
    [InlineData("Wed, 04 Mar 2026 05:16:07 GMT", 600)]
    [InlineData("999999", 3_600)]
    [InlineData("0", 0)]
    public async Task Retry_After_is_obeyed_within_an_hour(string header, int seconds)
    {
        await _lab.WriteAsync(Some(1));
        await using var endpoint = await FhirEndpoint.StartAsync();
        endpoint.Then(429, header);
        using var exporter = _lab.CreateFor(endpoint);
        using var stop = new CancellationTokenSource();
        var running = exporter.RunAsync(stop.Token);

        var delay = await _lab.Time.NextDelayAsync();

        delay.Should().BeCloseTo(TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(1));
        await stop.CancelAsync();
        await running;
    }

    [Theory]
    [InlineData(400)]
    [InlineData(422)]
    public async Task A_resource_that_the_server_rejects_stops_the_export_until_the_server_accepts_it(int status)
    {
        await _lab.WriteAsync(Some(3));
        await using var endpoint = await FhirEndpoint.StartAsync();
        endpoint.Judge = json => json.Contains("AuthZ-Role", StringComparison.Ordinal) ? status : 201;
        using var exporter = _lab.CreateFor(endpoint);

        (await exporter.ExportAsync()).Should().Be(FhirAuditExportStatus.Rejected);
        (await exporter.ExportAsync()).Should().Be(FhirAuditExportStatus.Rejected);
        endpoint.Count.Should().Be(1, "nothing after it is exported");
        endpoint.Judge = null;
        (await exporter.ExportAsync()).Should().Be(FhirAuditExportStatus.Running);

        endpoint.Order.Should().Equal(await _lab.IdsAsync());
    }

    [Fact]
    public async Task A_rejected_resource_is_set_aside_only_by_decision_and_durably()
    {
        _lab.Options.DeadLetterFile = _lab.DeadLetters;
        await _lab.WriteAsync(Some(3));
        await using var endpoint = await FhirEndpoint.StartAsync();
        var all = await _lab.IdsAsync();
        endpoint.Judge = json => json.Contains(all[2].ToString(), StringComparison.Ordinal) ? 422 : 201;
        using var exporter = _lab.CreateFor(endpoint);

        (await exporter.ExportAsync()).Should().Be(FhirAuditExportStatus.Running);

        endpoint.Order.Should().Equal(all.Where(id => id != all[2]));
        (await File.ReadAllLinesAsync(_lab.DeadLetters)).Should().ContainSingle()
            .Which.Should().Contain("\"index\":2").And.Contain("HTTP 422").And.Contain(all[2].ToString());
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public async Task A_connection_that_breaks_after_the_resource_was_received_doubles_it_only_by_POST(bool usePut, int doubled)
    {
        await _lab.WriteAsync(Some(3));
        await using var endpoint = await FhirEndpoint.StartAsync();
        endpoint.ThenDropAfterStoring();
        using var exporter = _lab.CreateFor(endpoint, usePut);

        (await exporter.ExportAsync()).Should().Be(FhirAuditExportStatus.Waiting);
        (await exporter.ExportAsync()).Should().Be(FhirAuditExportStatus.Running);

        endpoint.Count.Should().Be(5 + doubled);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_left_after_the_timeout()
    {
        await _lab.WriteAsync(Some(1));
        await using var endpoint = await FhirEndpoint.StartAsync();
        var received = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        endpoint.ThenHang(received);
        using var exporter = _lab.CreateFor(endpoint);
        var exporting = exporter.ExportAsync();
        await received.Task;

        _lab.Time.Advance(_lab.Options.Timeout - TimeSpan.FromMilliseconds(1));
        exporting.IsCompleted.Should().BeFalse();
        _lab.Time.Advance(TimeSpan.FromMilliseconds(1));

        (await exporting).Should().Be(FhirAuditExportStatus.Waiting);
        exporter.Reason.Should().StartWith("no answer in time");
    }

    [Fact]
    public async Task The_export_stops_at_once_although_the_server_does_not_answer()
    {
        await _lab.WriteAsync(Some(1));
        await using var endpoint = await FhirEndpoint.StartAsync();
        var received = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        endpoint.ThenHang(received);
        using var exporter = _lab.CreateFor(endpoint);
        using var stop = new CancellationTokenSource();
        var running = exporter.RunAsync(stop.Token);
        await received.Task;

        await stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(60));

        exporter.Status.Should().Be(FhirAuditExportStatus.Stopped);
    }

    [Fact]
    public async Task After_a_kill_a_new_export_continues_from_the_cursor_without_a_loss_and_PUT_doubles_nothing()
    {
        await _lab.WriteAsync(Some(10));
        await using var endpoint = await FhirEndpoint.StartAsync();
        using (var first = _lab.CreateFor(endpoint))
        {
            await first.ExportAsync();
        }

        var cursor = await File.ReadAllBytesAsync(_lab.Cursor);
        await _lab.WriteAsync(Some(10));
        endpoint.Judge = json => endpoint.Requests > 17 ? 503 : 201;
        using (var killed = _lab.CreateFor(endpoint))
        {
            (await killed.ExportAsync()).Should().Be(FhirAuditExportStatus.Waiting);
        }

        // A process that is killed here has not saved its cursor.
        await File.WriteAllBytesAsync(_lab.Cursor, cursor);
        endpoint.Judge = null;
        using var second = _lab.CreateFor(endpoint);
        (await second.ExportAsync()).Should().Be(FhirAuditExportStatus.Running);

        endpoint.Order.Should().Equal(await _lab.IdsAsync());
        endpoint.Requests.Should().BeGreaterThan(endpoint.Count, "some were sent again");
    }

    [Fact]
    public async Task Credentials_that_cannot_be_acquired_are_a_failure_of_the_receiver()
    {
        await _lab.WriteAsync(Some(1));
        (_lab.Options.OutputFile, _lab.Options.Endpoint) = (null, new Uri("https://arr.example/fhir"));
        using var exporter = new FhirAuditExporter(_lab.Options, new WithoutCredentials(), _lab.Time);

        (await exporter.ExportAsync()).Should().Be(FhirAuditExportStatus.Waiting);

        exporter.Reason.Should().StartWith("UnauthorizedAccessException, clinic/").And.NotContain("secret");
    }

    [Fact]
    public async Task A_second_export_with_the_same_cursor_waits()
    {
        await _lab.WriteAsync(Some(1));
        await using var endpoint = await FhirEndpoint.StartAsync();
        using var first = _lab.CreateFor(endpoint);
        await first.ExportAsync();
        using var second = _lab.CreateFor(endpoint);

        (await second.ExportAsync()).Should().Be(FhirAuditExportStatus.Waiting);
        first.Dispose();
        (await second.ExportAsync()).Should().Be(FhirAuditExportStatus.Running);
    }

    [Fact]
    public async Task A_damaged_cursor_or_log_stops_the_export()
    {
        await _lab.WriteAsync(Some(3));
        await using var endpoint = await FhirEndpoint.StartAsync();
        await File.WriteAllTextAsync(_lab.Cursor, "{\"version\":1}");
        using (var exporter = _lab.CreateFor(endpoint))
        {
            (await exporter.ExportAsync()).Should().Be(FhirAuditExportStatus.Damaged);
        }

        File.Delete(_lab.Cursor);
        var segment = Directory.GetFiles(_lab.LogDirectory, "*.jsonl", SearchOption.AllDirectories).Single();
        var lines = await File.ReadAllLinesAsync(segment);
        await File.WriteAllLinesAsync(segment, lines.Where((_, index) => index != 3));
        using (var exporter = _lab.CreateFor(endpoint))
        {
            (await exporter.ExportAsync()).Should().Be(FhirAuditExportStatus.Damaged);
            exporter.Reason.Should().StartWith("Record 2 of the audit log");
        }
    }

    private sealed class WithoutCredentials : HttpMessageHandler, IHttpClientFactory
    {
        public HttpClient CreateClient(string name) => new(this, disposeHandler: false);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new UnauthorizedAccessException("secret");
    }

    private static AuditEvent[] Some(int count) =>
    [
        .. Enumerable.Range(0, count).Select(index =>
            Events.Of(AuditEventType.AccessDenied) with { Id = Guid.CreateVersion7(Events.Now), RequestId = $"{index}" }),
    ];
}

using System.Diagnostics.Metrics;
using HipaaJwt.Auditing;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.Tests.Auditing;

public sealed class BestEffortDeliveryTests : IDisposable
{
    private const string OneEventLost =
        "Best-effort audit sink RecordingAuditSink lost 1 events in total. Last reason: the queue was full or closed. "
        + "Repair the sink or raise the queue capacity.";

    private const string ThreeEventsLost =
        "Best-effort audit sink RecordingAuditSink lost 3 events in total. Last reason: the queue was full or closed. "
        + "Repair the sink or raise the queue capacity.";

    private readonly TestIssuer _issuer = new();
    private readonly CapturedLog _log = new();

    public void Dispose()
    {
        _issuer.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task The_decision_does_not_wait_and_disposal_empties_the_queue_in_order()
    {
        var release = new TaskCompletionSource();
        var sink = new RecordingAuditSink((_, _) => release.Task);
        var host = Host(sink);

        for (var i = 0; i < 5; i++)
        {
            (await host.ValidateAsync(_issuer.Token(claims: claims => claims["jti"] = $"token-{i}"))).IsValid.Should().BeTrue();
        }

        sink.Events.Should().BeEmpty();
        var disposal = host.DisposeAsync().AsTask();
        disposal.IsCompleted.Should().BeFalse();
        release.SetResult();
        await disposal;

        sink.Events.Select(auditEvent => auditEvent.TokenId).Should().Equal("token-0", "token-1", "token-2", "token-3", "token-4");
    }

    [Fact]
    public async Task Shutdown_empties_the_queue()
    {
        var sink = new RecordingAuditSink();
        await using var host = Host(sink);

        await host.ValidateAsync(_issuer.Token());
        await host.Services.GetRequiredService<AuditTrail>().DrainAsync(CancellationToken.None);

        sink.Events.Should().ContainSingle();
    }

    [Fact]
    public async Task Events_that_a_full_queue_loses_are_counted_and_logged()
    {
        var started = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        var sink = new RecordingAuditSink((_, _) =>
        {
            started.TrySetResult();
            return release.Task;
        });
        var host = Host(sink, capacity: 2);
        using var lost = new LostEvents(host);

        await host.ValidateAsync(_issuer.Token());
        await started.Task;
        for (var i = 0; i < 5; i++)
        {
            (await host.ValidateAsync(_issuer.Token())).IsValid.Should().BeTrue();
        }

        lost.Count.Should().Be(3);
        Lines().Should().Equal(OneEventLost);

        release.SetResult();
        await host.DisposeAsync();
        sink.Events.Should().HaveCount(3);
        Lines().Should().Equal(OneEventLost, ThreeEventsLost);
    }

    [Fact]
    public async Task Losses_are_logged_again_after_ten_seconds()
    {
        var host = Host(new RecordingAuditSink());
        await host.Services.GetRequiredService<AuditTrail>().DrainAsync(CancellationToken.None);

        await host.ValidateAsync("x");
        await host.ValidateAsync("x");
        Lines().Should().HaveCount(1);
        _issuer.Time.Advance(TimeSpan.FromSeconds(10));
        await host.ValidateAsync("x");

        Lines().Should().Equal(OneEventLost, ThreeEventsLost);
        await host.DisposeAsync();
        Lines().Should().HaveCount(2, "all losses had been logged");
    }

    [Fact]
    public async Task A_sink_that_throws_loses_the_event_and_receives_the_next_one()
    {
        var sink = new RecordingAuditSink((auditEvent, _) =>
            auditEvent.TokenId == "bad" ? throw new IOException("bad") : Task.CompletedTask);
        var host = Host(sink);
        using var lost = new LostEvents(host);

        foreach (var id in new[] { "one", "bad", "two" })
        {
            await host.ValidateAsync(_issuer.Token(claims: claims => claims["jti"] = id));
        }

        await host.DisposeAsync();

        sink.Events.Select(auditEvent => auditEvent.TokenId).Should().Equal("one", "two");
        lost.Count.Should().Be(1);
        Lines().Should().Equal(
            "Best-effort audit sink RecordingAuditSink lost 1 events in total. Last reason: IOException. "
            + "Repair the sink or raise the queue capacity.");
    }

    [Fact]
    public async Task A_sink_that_hangs_loses_the_event_after_the_write_timeout()
    {
        var hanging = new TaskCompletionSource();
        var sink = new RecordingAuditSink((auditEvent, _) =>
        {
            if (auditEvent.TokenId != "bad")
            {
                return Task.CompletedTask;
            }

            hanging.SetResult();
            return new TaskCompletionSource().Task;
        });
        var host = Host(sink);

        await host.ValidateAsync(_issuer.Token(claims: claims => claims["jti"] = "bad"));
        await host.ValidateAsync(_issuer.Token());
        await hanging.Task;
        _issuer.Time.Advance(TimeSpan.FromSeconds(5));
        await host.DisposeAsync();

        sink.Events.Should().ContainSingle().Which.TokenId.Should().Be("token-1");
    }

    [Fact]
    public async Task Shutdown_waits_until_the_drain_timeout_and_counts_the_remaining_events()
    {
        var started = new TaskCompletionSource();
        var sink = new RecordingAuditSink((_, _) =>
        {
            started.TrySetResult();
            return new TaskCompletionSource().Task;
        });
        var host = Host(
            sink,
            change: options =>
            {
                options.Audit.WriteTimeout = TimeSpan.FromMinutes(1);
                options.Audit.DrainTimeout = TimeSpan.FromSeconds(3);
            });
        using var lost = new LostEvents(host);

        for (var i = 0; i < 4; i++)
        {
            await host.ValidateAsync("x");
        }

        await started.Task;
        var drain = host.Services.GetRequiredService<AuditTrail>().DrainAsync(CancellationToken.None);
        drain.IsCompleted.Should().BeFalse();
        _issuer.Time.Advance(TimeSpan.FromSeconds(3));
        await drain;

        lost.Count.Should().Be(3);
        Lines().Should().Contain(
            "Best-effort audit sink RecordingAuditSink lost 3 events in total. Last reason: the drain timeout elapsed at shutdown. "
            + "Repair the sink or raise the queue capacity.");
        _issuer.Time.Advance(TimeSpan.FromMinutes(1));
        await host.DisposeAsync();
    }

    [Fact]
    public async Task A_failing_best_effort_sink_changes_neither_the_decision_nor_other_sinks()
    {
        var required = new RecordingAuditSink();
        await using var host = new TestHost(_issuer, build: builder => builder
            .AddAuditSink(new RecordingAuditSink((_, _) => throw new IOException()), AuditDelivery.BestEffort)
            .AddAuditSink(required, AuditDelivery.Required));

        (await host.ValidateAsync(_issuer.Token())).IsValid.Should().BeTrue();
        required.Events.Should().ContainSingle();
    }

    [Fact]
    public async Task If_a_required_sink_fails_the_best_effort_sinks_receive_the_denial()
    {
        var bestEffort = new RecordingAuditSink();
        await using (var host = new TestHost(_issuer, build: builder => builder
            .AddAuditSink(bestEffort, AuditDelivery.BestEffort)
            .AddAuditSink(new RecordingAuditSink((_, _) => throw new IOException()), AuditDelivery.Required)))
        {
            (await host.ValidateAsync(_issuer.Token())).Error.Code.Should().Be(JwtErrorCode.AuditUnavailable);
        }

        var denial = bestEffort.Events.Should().ContainSingle().Which;
        (denial.Type, denial.ReasonCode, denial.Subject)
            .Should().Be((AuditEventType.TokenRejected, JwtErrorCode.AuditUnavailable, "user-42"));
    }

    private IEnumerable<string> Lines() => _log.Of("HipaaJwt.Auditing.AuditTrail").Select(line => line.Text);

    private TestHost Host(IAuditSink sink, int capacity = 100, Action<HipaaJwtOptions>? change = null) => new(
        _issuer,
        options: options =>
        {
            options.Audit.QueueCapacity = capacity;
            change?.Invoke(options);
        },
        build: builder =>
        {
            builder.AddAuditSink(sink, AuditDelivery.BestEffort);
            builder.Services.AddLogging(logging => logging.AddProvider(_log));
        });

    /// <summary>Reads the counter of lost events of one host, because other tests run concurrently.</summary>
    private sealed class LostEvents : IDisposable
    {
        private readonly MeterListener _listener = new();
        private long _count;

        public LostEvents(TestHost host)
        {
            var factory = host.Services.GetRequiredService<IMeterFactory>();
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "hipaajwt.audit.lost_events" && ReferenceEquals(instrument.Meter.Scope, factory))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref _count, value));
            _listener.Start();
        }

        public long Count => Interlocked.Read(ref _count);

        public void Dispose() => _listener.Dispose();
    }
}

using System.Diagnostics.Metrics;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.Tests.Auditing;

/// <summary>A logger or a meter listener that throws changes no decision and ends no background work.</summary>
public sealed class ThrowingListenerTests : IDisposable
{
    private static readonly TimeSpan TestTimeout = TimeSpan.FromSeconds(60);

    private readonly TestIssuer _issuer = new();
    private readonly MeterListener _meters = new();

    public void Dispose()
    {
        _meters.Dispose();
        _issuer.Dispose();
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task A_best_effort_sink_receives_further_events_after_the_report_of_a_loss_failed(bool loggerThrows, bool meterThrows)
    {
        var sink = new RecordingAuditSink((auditEvent, _) =>
            auditEvent.TokenId == "bad" ? throw new IOException("bad") : Task.CompletedTask);
        await using var host = Host(sink, AuditDelivery.BestEffort, loggerThrows, meterThrows);

        foreach (var id in new[] { "one", "bad", "two" })
        {
            (await host.ValidateAsync(_issuer.Token(claims: claims => claims["jti"] = id))).IsValid.Should().BeTrue();
        }

        using var timeout = new CancellationTokenSource(TestTimeout);
        while (sink.Events.Count < 2)
        {
            await Task.Delay(1, timeout.Token);
        }

        sink.Events.Select(auditEvent => auditEvent.TokenId).Should().Equal("one", "two");
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task A_full_queue_does_not_fail_the_decision(bool loggerThrows, bool meterThrows)
    {
        var open = new TaskCompletionSource();
        await using var host = Host(
            new RecordingAuditSink((_, _) => open.Task), AuditDelivery.BestEffort, loggerThrows, meterThrows, capacity: 1);

        for (var i = 0; i < 5; i++)
        {
            (await host.ValidateAsync(_issuer.Token())).IsValid.Should().BeTrue();
        }

        open.SetResult();
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task A_required_sink_that_fails_denies_the_decision(bool loggerThrows, bool meterThrows)
    {
        await using var host = Host(
            new RecordingAuditSink((_, _) => throw new IOException()), AuditDelivery.Required, loggerThrows, meterThrows);

        (await host.ValidateAsync(_issuer.Token())).Error.Code.Should().Be(JwtErrorCode.AuditUnavailable);
        (await host.ValidateAsync("x")).Error.Code.Should().Be(JwtErrorCode.AuditUnavailable);
    }

    [Fact]
    public async Task A_replay_store_that_fails_rejects_the_token()
    {
        await using var host = new TestHost(_issuer, trust => trust.RequireSingleUse = true, build: builder =>
        {
            builder.Services.AddLogging(logging => logging.AddProvider(new ThrowingLog()));
            builder.AddReplayStore<FailingStore>();
        });

        (await host.ValidateAsync(_issuer.Token())).Error.Code.Should().Be(JwtErrorCode.ReplayStoreUnavailable);
    }

    [Fact]
    public async Task A_reload_takes_effect()
    {
        var section = Section.Trusting(_issuer);
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_issuer.Time);
        services.AddHipaaJwt(section.Configuration);
        services.AddLogging(logging => logging.AddProvider(new ThrowingLog()));
        await using var provider = services.BuildServiceProvider();
        var validator = provider.GetRequiredService<IJwtValidator>();

        section.Set("MaxTokenBytes", "0");
        section.Invoking(self => self.Reload()).Should().NotThrow("invalid options are logged");
        section.Set("MaxTokenBytes", "256");
        section.Invoking(self => self.Reload()).Should().NotThrow();

        (await validator.ValidateAsync(new string('x', 257))).Error.Code.Should().Be(JwtErrorCode.TokenTooLarge);
    }

    private TestHost Host(IAuditSink sink, AuditDelivery delivery, bool loggerThrows, bool meterThrows, int capacity = 100)
    {
        var host = new TestHost(_issuer, options: options => options.Audit.QueueCapacity = capacity, build: builder =>
        {
            builder.AddAuditSink(sink, delivery);
            if (loggerThrows)
            {
                builder.Services.AddLogging(logging => logging.AddProvider(new ThrowingLog()));
            }
        });
        if (meterThrows)
        {
            var factory = host.Services.GetRequiredService<IMeterFactory>();
            _meters.InstrumentPublished = (instrument, listener) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, factory))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _meters.SetMeasurementEventCallback<long>((_, _, _, _) => throw new InvalidOperationException("The exporter failed."));
            _meters.Start();
        }

        return host;
    }

    private sealed class FailingStore : IReplayStore
    {
        public ValueTask<ReplayResult> TryAddAsync(ReplayEntry entry, CancellationToken cancellationToken) => throw new IOException();
    }

    private sealed class ThrowingLog : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw new InvalidOperationException("The log is full.");

        public void Dispose()
        {
        }
    }
}

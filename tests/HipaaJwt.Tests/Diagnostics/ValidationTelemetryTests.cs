using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.Tests.Diagnostics;

public sealed class ValidationTelemetryTests
{
    [Fact]
    public async Task Counts_each_validation_by_its_code()
    {
        using var issuer = new TestIssuer();
        await using var host = new TestHost(issuer, build: builder => builder.AddClaimCheck<UnknownCodeCheck>());
        ConcurrentQueue<string> counted = [];
        using var listener = Listener(host, counted);
        await host.ValidateAsync("x");
        listener.Start();

        await host.ValidateAsync(issuer.Token());
        await host.ValidateAsync("x");
        await host.ValidateAsync(issuer.Token(claims: claims => claims["odd"] = true));

        counted.Should().Equal("1 code=None", "1 code=TokenNotCompact", "1 code=Other");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Counts_what_was_answered_if_the_event_cannot_be_recorded(bool failsSynchronously)
    {
        using var issuer = new TestIssuer();
        var isDown = true;
        var sink = new RecordingAuditSink(async (_, _) =>
        {
            if (!failsSynchronously)
            {
                await Task.Yield();
            }

            if (isDown)
            {
                throw new IOException();
            }
        });
        await using var host = new TestHost(issuer, build: builder => builder.AddAuditSink(sink, AuditDelivery.Required));
        ConcurrentQueue<string> counted = [];
        using var listener = Listener(host, counted);
        listener.Start();

        await host.ValidateAsync(issuer.Token());
        await host.ValidateAsync("x");
        isDown = false;
        await host.ValidateAsync(issuer.Token());
        await host.ValidateAsync("x");

        counted.Should().Equal("1 code=AuditUnavailable", "1 code=AuditUnavailable", "1 code=None", "1 code=TokenNotCompact");
    }

    [Fact]
    public async Task Counts_no_validation_that_its_caller_cancelled()
    {
        using var issuer = new TestIssuer();
        using var caller = new CancellationTokenSource();
        var sink = new RecordingAuditSink((_, _) => new TaskCompletionSource().Task);
        await using var host = new TestHost(issuer, build: builder => builder.AddAuditSink(sink, AuditDelivery.Required));
        ConcurrentQueue<string> counted = [];
        using var listener = Listener(host, counted);
        listener.Start();

        var validation = host.Validator.ValidateAsync(issuer.Token(), caller.Token).AsTask();
        await caller.CancelAsync();
        await validation.Awaiting(it => it).Should().ThrowAsync<OperationCanceledException>();

        counted.Should().BeEmpty();
    }

    [Fact]
    public async Task Counts_each_audit_event_by_type_and_outcome_once_for_all_sinks()
    {
        using var issuer = new TestIssuer();
        var isDown = false;
        var sink = new RecordingAuditSink((_, _) => isDown ? throw new IOException() : Task.CompletedTask);
        await using var host = new TestHost(issuer, build: builder => builder
            .AddAuditSink(sink, AuditDelivery.Required)
            .AddAuditSink(new RecordingAuditSink((_, _) => Task.CompletedTask), AuditDelivery.BestEffort));
        ConcurrentQueue<string> counted = [];
        using var listener = Listener(host, counted, "hipaajwt.audit.events");
        listener.Start();

        await host.ValidateAsync(issuer.Token());
        await host.ValidateAsync("x");
        isDown = true;
        await host.ValidateAsync(issuer.Token());
        var trail = host.Services.GetRequiredService<IAuditTrail>();
        isDown = false;
        await trail.RecordAsync(new AuditEvent { Type = (AuditEventType)12345, Outcome = AuditOutcome.Success });

        counted.Should().Equal(
            "1 type=TokenAccepted outcome=Success",
            "1 type=TokenRejected outcome=Failure",
            "1 type=TokenRejected outcome=Failure",
            "1 type=Other outcome=Success");
    }

    private static MeterListener Listener(
        TestHost host, ConcurrentQueue<string> counted, string name = "hipaajwt.token.validations")
    {
        var factory = host.Services.GetRequiredService<IMeterFactory>();
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name == name && ReferenceEquals(instrument.Meter.Scope, factory))
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
            counted.Enqueue($"{value} {string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))}"));
        return listener;
    }

    /// <summary>An undefined code from a check must not become a tag.</summary>
    private sealed class UnknownCodeCheck : IClaimCheck
    {
        public JwtError Check(ClaimsSet claims, in ClaimCheckContext context) =>
            claims.Contains("odd") ? new JwtError((JwtErrorCode)12345) : JwtError.None;
    }
}

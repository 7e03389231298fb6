using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.Tests.Auditing;

public sealed class RequiredDeliveryTests : IDisposable
{
    private readonly TestIssuer _issuer = new();
    private readonly CapturedLog _log = new();

    public void Dispose()
    {
        _issuer.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task A_sink_that_throws_denies_the_decision_and_is_logged_without_the_exception_message()
    {
        await using var host = Host(new RecordingAuditSink((_, _) => throw new IOException("user-42 could not be written")));

        (await host.ValidateAsync(_issuer.Token())).Error.Should().Be(new JwtError(JwtErrorCode.AuditUnavailable));

        var line = _log.Of("HipaaJwt.Auditing.AuditTrail").Should().ContainSingle().Which;
        (line.Level, line.Id).Should().Be((LogLevel.Critical, 6));
        line.Text.Should().Be(
            "Required audit sink RecordingAuditSink failed with IOException. Decisions are denied until it records events again. "
            + "Repair the sink.");
    }

    [Fact]
    public async Task A_rejection_that_cannot_be_recorded_is_reported_as_unavailable()
    {
        await using var host = Host(new RecordingAuditSink((_, _) => Task.FromException(new IOException())));

        (await host.ValidateAsync("x")).Error.IsUnavailable.Should().BeTrue();
    }

    [Fact]
    public async Task A_sink_that_ignores_its_cancellation_token_delays_the_decision_only_until_the_timeout()
    {
        await using var host = Host(new RecordingAuditSink((_, _) => new TaskCompletionSource().Task));

        var validation = host.ValidateAsync(_issuer.Token()).AsTask();
        validation.IsCompleted.Should().BeFalse();
        _issuer.Time.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromTicks(1));
        validation.IsCompleted.Should().BeFalse();
        _issuer.Time.Advance(TimeSpan.FromTicks(1));

        (await validation).Error.Code.Should().Be(JwtErrorCode.AuditUnavailable);
    }

    [Fact]
    public async Task The_timeout_cancels_the_write()
    {
        await using var host = Host(new RecordingAuditSink((_, token) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token)));

        var validation = host.ValidateAsync(_issuer.Token()).AsTask();
        _issuer.Time.Advance(TimeSpan.FromSeconds(5));

        (await validation).Error.Code.Should().Be(JwtErrorCode.AuditUnavailable);
    }

    [Fact]
    public async Task A_sink_that_cancels_its_own_write_denies_the_decision()
    {
        await using var host = Host(new RecordingAuditSink((_, _) => Task.FromCanceled(new CancellationToken(canceled: true))));

        (await host.ValidateAsync(_issuer.Token())).Error.Code.Should().Be(JwtErrorCode.AuditUnavailable);
    }

    [Fact]
    public async Task A_caller_that_cancels_receives_no_result()
    {
        using var caller = new CancellationTokenSource();
        await using var host = Host(new RecordingAuditSink((_, _) => new TaskCompletionSource().Task));

        var validation = host.Validator.ValidateAsync(_issuer.Token(), caller.Token).AsTask();
        await caller.CancelAsync();

        await validation.Awaiting(it => it).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task A_call_with_a_cancelled_token_returns_no_result_and_writes_no_event()
    {
        var sink = new RecordingAuditSink();
        await using var host = Host(sink);
        var cancelled = new CancellationToken(canceled: true);

        await host.Awaiting(it => it.Validator.ValidateAsync("x", cancelled).AsTask())
            .Should().ThrowAsync<OperationCanceledException>();
        await host.Awaiting(it => it.Validator.ValidateAsync("x"u8.ToArray(), cancelled).AsTask())
            .Should().ThrowAsync<OperationCanceledException>();

        sink.Events.Should().BeEmpty();
    }

    [Fact]
    public async Task The_decision_waits_for_the_sink()
    {
        var written = new TaskCompletionSource();
        await using var host = Host(new RecordingAuditSink((_, _) => written.Task));

        var validation = host.ValidateAsync(_issuer.Token()).AsTask();
        validation.IsCompleted.Should().BeFalse();
        written.SetResult();

        (await validation).IsValid.Should().BeTrue();
    }

    [Fact]
    public async Task A_completed_request_that_one_sink_cannot_record_is_recorded_once_by_each_other_sink_and_denies_nothing()
    {
        var (first, last, bestEffort) = (new RecordingAuditSink(), new RecordingAuditSink(), new RecordingAuditSink());
        await using (var host = new TestHost(_issuer, build: builder => builder
            .AddAuditSink(first, AuditDelivery.Required)
            .AddAuditSink(new RecordingAuditSink((_, _) => throw new IOException()), AuditDelivery.Required)
            .AddAuditSink(last, AuditDelivery.Required)
            .AddAuditSink(bestEffort, AuditDelivery.BestEffort)))
        {
            var trail = host.Services.GetRequiredService<IAuditTrail>();
            (await trail.RecordAsync(new AuditEvent { Type = AuditEventType.RequestCompleted, ResponseStatus = 200 })).Should().BeFalse();
        }

        foreach (var sink in new[] { first, last, bestEffort })
        {
            sink.Events.Should().ContainSingle().Which.Type.Should().Be(AuditEventType.RequestCompleted);
        }
    }

    [Fact]
    public async Task One_failing_sink_of_several_denies_the_decision_and_the_others_record_the_denial()
    {
        var (first, last, bestEffort) = (new RecordingAuditSink(), new RecordingAuditSink(), new RecordingAuditSink());
        await using (var host = new TestHost(_issuer, build: builder => builder
            .AddAuditSink(first, AuditDelivery.Required)
            .AddAuditSink(new RecordingAuditSink((_, _) => throw new IOException()), AuditDelivery.Required)
            .AddAuditSink(last, AuditDelivery.Required)
            .AddAuditSink(bestEffort, AuditDelivery.BestEffort)))
        {
            var request = new JwtValidationRequest(_issuer.Token()) { RequestId = "r-1" };
            (await host.Validator.ValidateAsync(request)).Error.Code.Should().Be(JwtErrorCode.AuditUnavailable);
        }

        first.Events.Select(recorded => (recorded.Type, recorded.ReasonCode, recorded.RequestId)).Should().Equal(
            (AuditEventType.TokenAccepted, JwtErrorCode.None, "r-1"),
            (AuditEventType.TokenRejected, JwtErrorCode.AuditUnavailable, "r-1"));
        first.Events.Select(recorded => recorded.Id).Should().OnlyHaveUniqueItems("an event is never amended");
        last.Events.Should().ContainSingle().Which.Should().BeSameAs(first.Events.Last());
        bestEffort.Events.Should().ContainSingle().Which.Should().BeSameAs(first.Events.Last());
    }

    [Theory]
    [InlineData(AuditEventType.TokenAccepted, AuditEventType.TokenRejected)]
    [InlineData(AuditEventType.TokenRejected, AuditEventType.TokenRejected)]
    [InlineData(AuditEventType.PhiClaimWarning, AuditEventType.TokenRejected)]
    [InlineData(AuditEventType.AccessGranted, AuditEventType.AccessDenied)]
    [InlineData(AuditEventType.AccessDenied, AuditEventType.AccessDenied)]
    public async Task The_event_of_the_denial_has_the_type_of_its_decision(AuditEventType unrecorded, AuditEventType denial)
    {
        var other = new RecordingAuditSink();
        await using var host = new TestHost(_issuer, build: builder => builder
            .AddAuditSink(new RecordingAuditSink((_, _) => throw new IOException()), AuditDelivery.Required)
            .AddAuditSink(other, AuditDelivery.Required));
        var trail = host.Services.GetRequiredService<IAuditTrail>();

        (await trail.RecordAsync(new AuditEvent { Type = unrecorded, Patient = "p-7" })).Should().BeFalse();

        var recorded = other.Events.Should().ContainSingle().Which;
        (recorded.Type, recorded.Outcome, recorded.ReasonCode, recorded.Patient)
            .Should().Be((denial, AuditOutcome.Failure, JwtErrorCode.AuditUnavailable, "p-7"));
    }

    private TestHost Host(IAuditSink sink) => new(_issuer, build: builder =>
    {
        builder.AddAuditSink(sink, AuditDelivery.Required);
        builder.Services.AddLogging(logging => logging.AddProvider(_log));
    });
}

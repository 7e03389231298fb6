using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.Tests.Auditing;

/// <summary>A sink that blocks its thread before its first await, as many database drivers do, is limited in time too.</summary>
public sealed class BlockingSinkTests : IDisposable
{
    private static readonly TimeSpan TestTimeout = TimeSpan.FromSeconds(60);

    private readonly TestIssuer _issuer = new();
    private readonly CapturedLog _log = new();
    private readonly SemaphoreSlim _started = new(0);
    private readonly ManualResetEventSlim _release = new();
    private int _active;
    private int _mostActive;

    public void Dispose()
    {
        _release.Set();
        _issuer.Dispose();
        _log.Dispose();
        _started.Dispose();
        _release.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_required_sink_that_blocks_denies_the_decision_after_the_write_timeout(bool blocksAfterFirstAwait)
    {
        await using var host = Host(new RecordingAuditSink((_, _) => BlockAsync(blocksAfterFirstAwait)), AuditDelivery.Required);

        var validation = Task.Run(() => host.ValidateAsync(_issuer.Token()).AsTask());
        (await _started.WaitAsync(TestTimeout)).Should().BeTrue();
        _issuer.Time.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromTicks(1));
        validation.IsCompleted.Should().BeFalse();
        _issuer.Time.Advance(TimeSpan.FromTicks(1));

        (await validation.WaitAsync(TestTimeout)).Error.Code.Should().Be(JwtErrorCode.AuditUnavailable);
    }

    [Fact]
    public async Task A_caller_that_cancels_does_not_wait_for_a_sink_that_blocks()
    {
        using var caller = new CancellationTokenSource();
        await using var host = Host(new RecordingAuditSink((_, _) => BlockAsync(false)), AuditDelivery.Required);

        var validation = Task.Run(() => host.Validator.ValidateAsync(_issuer.Token(), caller.Token).AsTask());
        (await _started.WaitAsync(TestTimeout)).Should().BeTrue();
        await caller.CancelAsync();

        await validation.Awaiting(task => task.WaitAsync(TestTimeout)).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task A_required_sink_that_blocks_occupies_a_bounded_number_of_threads_and_the_other_decisions_are_denied()
    {
        const int Requests = 400;
        await using var host = Host(new RecordingAuditSink((_, _) => BlockAsync(false)), AuditDelivery.Required);
        var token = _issuer.Token();

        var validations = Enumerable.Range(0, Requests).Select(_ => Task.Run(() => host.ValidateAsync(token).AsTask())).ToArray();
        (await _started.WaitAsync(TestTimeout)).Should().BeTrue();
        await Task.Run(() => { }).WaitAsync(TestTimeout);
        while (!Task.WhenAll(validations).IsCompleted)
        {
            _issuer.Time.Advance(TimeSpan.FromSeconds(5));
            await Task.WhenAny(Task.WhenAll(validations), Task.Delay(10, TestContext.Current.CancellationToken));
        }

        (await Task.WhenAll(validations)).Should().OnlyContain(result => result.Error.Code == JwtErrorCode.AuditUnavailable);
        Volatile.Read(ref _mostActive).Should().BeInRange(1, 64);
    }

    [Fact]
    public async Task A_required_sink_that_no_longer_blocks_records_decisions_again()
    {
        var sink = new RecordingAuditSink((_, _) => BlockAsync(false));
        await using var host = Host(sink, AuditDelivery.Required);
        var denied = Task.Run(() => host.ValidateAsync(_issuer.Token()).AsTask());
        (await _started.WaitAsync(TestTimeout)).Should().BeTrue();
        _issuer.Time.Advance(TimeSpan.FromSeconds(5));
        (await denied.WaitAsync(TestTimeout)).IsValid.Should().BeFalse();

        _release.Set();

        (await host.ValidateAsync(_issuer.Token())).IsValid.Should().BeTrue();
    }

    [Fact]
    public async Task A_best_effort_sink_that_blocks_loses_the_event_after_the_write_timeout_and_receives_the_next_one()
    {
        var sink = new RecordingAuditSink((auditEvent, _) => auditEvent.TokenId == "bad" ? BlockAsync(false) : Task.CompletedTask);
        await using var host = Host(sink, AuditDelivery.BestEffort);

        await host.ValidateAsync(_issuer.Token(claims: claims => claims["jti"] = "bad"));
        (await _started.WaitAsync(TestTimeout)).Should().BeTrue();
        await host.ValidateAsync(_issuer.Token());
        _issuer.Time.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromTicks(1));
        sink.Events.Should().BeEmpty();
        _issuer.Time.Advance(TimeSpan.FromTicks(1));

        await WaitUntilAsync(() => sink.Events.Count == 1);
        sink.Events.Single().TokenId.Should().Be("token-1");
        _log.Lines.Should().ContainSingle(line => line.Id == 7).Which.Text.Should().Contain("lost 1 events");
    }

    [Fact]
    public async Task A_best_effort_sink_that_blocks_for_each_event_occupies_a_bounded_number_of_threads_and_recovers()
    {
        var sink = new RecordingAuditSink((_, _) => BlockAsync(false));
        await using var host = Host(sink, AuditDelivery.BestEffort);
        for (var i = 0; i < 50; i++)
        {
            await host.ValidateAsync("x");
        }

        while (await _started.WaitAsync(TimeSpan.FromMilliseconds(500), TestContext.Current.CancellationToken))
        {
            _issuer.Time.Advance(TimeSpan.FromSeconds(5));
        }

        Volatile.Read(ref _mostActive).Should().BeInRange(2, 8);
        _release.Set();
        await host.ValidateAsync("last");
        await WaitUntilAsync(() => sink.Events.Count == 51);
        _log.Lines.Should().NotContain(line => line.Text.Contains("queue was full", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_write_has_the_execution_context_of_its_decision()
    {
        var request = new AsyncLocal<string?>();
        var seen = new TaskCompletionSource<string?>();
        await using var host = Host(
            new RecordingAuditSink((_, _) =>
            {
                seen.TrySetResult(request.Value);
                return Task.CompletedTask;
            }),
            AuditDelivery.Required);

        request.Value = "r-1";
        (await host.ValidateAsync(_issuer.Token())).IsValid.Should().BeTrue();

        (await seen.Task).Should().Be("r-1");
    }

    private async Task BlockAsync(bool afterFirstAwait)
    {
        if (afterFirstAwait)
        {
            await Task.Yield();
        }

        var active = Interlocked.Increment(ref _active);
        for (var most = _mostActive; active > most; most = _mostActive)
        {
            Interlocked.CompareExchange(ref _mostActive, active, most);
        }

        _started.Release();
        _release.Wait();
        Interlocked.Decrement(ref _active);
    }

    private TestHost Host(IAuditSink sink, AuditDelivery delivery) => new(_issuer, build: builder =>
    {
        builder.AddAuditSink(sink, delivery);
        builder.Services.AddLogging(logging => logging.AddProvider(_log));
    });

    private static async Task WaitUntilAsync(Func<bool> condition)
    {
        using var timeout = new CancellationTokenSource(TestTimeout);
        while (!condition())
        {
            await Task.Delay(1, timeout.Token);
        }
    }
}

using HipaaJwt.Auditing;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.Tests.Auditing;

/// <summary>A best-effort sink that does not block receives events in groups.</summary>
public sealed class NonBlockingBestEffortTests : IDisposable
{
    private readonly TestIssuer _issuer = new();
    private readonly CapturedLog _log = new();

    public void Dispose()
    {
        _issuer.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task Receives_further_events_before_it_has_finished_the_first_one()
    {
        var sink = new HeldSink();
        await using var host = Host(sink);

        await ValidateAsync(host, 300);
        var drained = host.Services.GetRequiredService<AuditTrail>().DrainAsync(CancellationToken.None);
        await sink.Received(256).WaitAsync(TimeSpan.FromSeconds(30));
        sink.Tokens.Should().HaveCount(256, "a group is bounded");
        drained.IsCompleted.Should().BeFalse();

        sink.Release();
        await drained.WaitAsync(TimeSpan.FromSeconds(30));
        sink.Tokens.Should().Equal(Enumerable.Range(0, 300).Select(number => $"token-{number}"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_event_that_fails_is_counted_and_the_others_arrive(bool asynchronously)
    {
        var sink = new FailingSink(asynchronously);
        await using (var host = Host(sink))
        {
            await ValidateAsync(host, 5);
        }

        sink.Tokens.Should().Equal("token-0", "token-1", "token-3", "token-4");
        _log.Of("HipaaJwt.Auditing.AuditTrail").Select(line => line.Text).Should().ContainSingle().Which
            .Should().Contain("lost 1 events in total. Last reason: IOException.");
    }

    private async Task ValidateAsync(TestHost host, int count)
    {
        for (var number = 0; number < count; number++)
        {
            var token = _issuer.Token(claims: claims => claims["jti"] = $"token-{number}");
            (await host.ValidateAsync(token)).IsValid.Should().BeTrue();
        }
    }

    private TestHost Host(IAuditSink sink) => new(
        _issuer,
        options: options => options.Audit.QueueCapacity = 1_000,
        build: builder =>
        {
            builder.AddAuditSink(sink, AuditDelivery.BestEffort);
            builder.Services.AddLogging(logging => logging.AddProvider(_log));
        });

    /// <summary>Finishes no write before it is released.</summary>
    private sealed class HeldSink : INonBlockingAuditSink
    {
        private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _received = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly List<string?> _tokens = [];
        private int _expected = int.MaxValue;

        public IReadOnlyList<string?> Tokens
        {
            get
            {
                lock (_tokens)
                {
                    return [.. _tokens];
                }
            }
        }

        public Task Received(int count)
        {
            lock (_tokens)
            {
                _expected = count;
                return _tokens.Count >= count ? Task.CompletedTask : _received.Task;
            }
        }

        public void Release() => _release.SetResult();

        public ValueTask WriteAsync(AuditEvent auditEvent, CancellationToken cancellationToken)
        {
            lock (_tokens)
            {
                _tokens.Add(auditEvent.TokenId);
                if (_tokens.Count == _expected)
                {
                    _received.TrySetResult();
                }
            }

            return new ValueTask(_release.Task);
        }
    }

    /// <summary>Fails for one event.</summary>
    private sealed class FailingSink(bool asynchronously) : INonBlockingAuditSink
    {
        private readonly List<string?> _tokens = [];

        public IReadOnlyList<string?> Tokens => _tokens;

        public ValueTask WriteAsync(AuditEvent auditEvent, CancellationToken cancellationToken)
        {
            if (auditEvent.TokenId == "token-2")
            {
                return asynchronously ? ValueTask.FromException(new IOException()) : throw new IOException();
            }

            _tokens.Add(auditEvent.TokenId);
            return ValueTask.CompletedTask;
        }
    }
}

using HipaaJwt.Auditing;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.Tests.Auditing;

/// <summary>A best-effort sink that does not block receives events in groups.</summary>
public sealed class NonBlockingBestEffortTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

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
        using var sink = new HeldSink();
        var host = Host(sink);
        try
        {
            // The first event blocks the thread of the queue, so the others wait together.
            await ValidateAsync(host, 0, 1);
            await sink.Received(1).WaitAsync(Limit);
            await ValidateAsync(host, 1, 299);
            sink.Tokens.Should().ContainSingle();

            sink.Unblock();
            await sink.Received(256).WaitAsync(Limit);
            sink.Tokens.Should().HaveCount(256, "a group is bounded, and its first event is not finished yet");

            sink.ReleaseNext();
            await sink.Received(300).WaitAsync(Limit);
            sink.Tokens.Should().Equal(Enumerable.Range(0, 300).Select(number => $"token-{number}"));
        }
        finally
        {
            sink.ReleaseAll();
            sink.Unblock();
            await host.DisposeAsync().AsTask().WaitAsync(Limit);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_event_that_fails_is_counted_and_the_others_arrive(bool asynchronously)
    {
        var sink = new FailingSink(asynchronously);
        await using (var host = Host(sink))
        {
            await ValidateAsync(host, 0, 5);
        }

        sink.Tokens.Should().Equal("token-0", "token-1", "token-3", "token-4");
        _log.Of("HipaaJwt.Auditing.AuditTrail").Select(line => line.Text).Should().ContainSingle().Which
            .Should().Contain("lost 1 events in total. Last reason: IOException.");
    }

    private async Task ValidateAsync(TestHost host, int first, int count)
    {
        for (var number = first; number < first + count; number++)
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

    /// <summary>Blocks the thread of the first write. Finishes the writes that it has received when it is released.</summary>
    private sealed class HeldSink : INonBlockingAuditSink, IDisposable
    {
        private readonly ManualResetEventSlim _mayGoOn = new();
        private readonly List<string?> _tokens = [];
        private readonly List<(int Count, TaskCompletionSource Reached)> _waiting = [];
        private TaskCompletionSource _held = New();
        private bool _isReleased;

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
                var reached = New();
                _waiting.Add((count, reached));
                Complete();
                return reached.Task;
            }
        }

        /// <summary>Lets the thread of the first write go on.</summary>
        public void Unblock() => _mayGoOn.Set();

        /// <summary>Finishes what was received so far, and holds what follows.</summary>
        public void ReleaseNext() => Release(isLast: false);

        public void ReleaseAll() => Release(isLast: true);

        public ValueTask WriteAsync(AuditEvent auditEvent, CancellationToken cancellationToken)
        {
            ValueTask write;
            lock (_tokens)
            {
                _tokens.Add(auditEvent.TokenId);
                Complete();
                write = _isReleased ? ValueTask.CompletedTask : new ValueTask(_held.Task);
            }

            _mayGoOn.Wait(Limit, CancellationToken.None);
            return write;
        }

        public void Dispose() => _mayGoOn.Dispose();

        private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

        private void Release(bool isLast)
        {
            lock (_tokens)
            {
                _isReleased |= isLast;
                _held.SetResult();
                _held = New();
            }
        }

        private void Complete()
        {
            foreach (var (_, reached) in _waiting.Where(waiting => waiting.Count <= _tokens.Count))
            {
                reached.TrySetResult();
            }
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

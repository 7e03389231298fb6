using System.Collections.Concurrent;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.Tests.Replay;

/// <summary>
/// A store of the application decides whether a use is the first one. Any other behavior rejects the token as unavailable.
/// </summary>
public sealed class ReplayStoreTests : IDisposable
{
    private readonly TestIssuer _issuer = new();
    private readonly CapturedLog _log = new();

    public void Dispose()
    {
        _issuer.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task A_store_of_the_application_replaces_the_built_in_store()
    {
        var store = new Store((_, _) => new(ReplayResult.FirstUse));
        await using var host = Host(store);
        var token = _issuer.Token();

        (await host.ValidateAsync(token)).IsValid.Should().BeTrue();
        (await host.ValidateAsync(token)).IsValid.Should().BeTrue("the store reports a first use");

        store.Entries.Distinct().Should().ContainSingle().Which.ExpiresAt.Should().Be(TestIssuer.Now.AddMinutes(10).AddSeconds(30));
    }

    [Fact]
    public async Task Entries_contain_no_data_of_the_token()
    {
        var store = new Store((_, _) => new(ReplayResult.FirstUse));
        using var client = new DPoPClient();
        await using var host = Host(store);
        var token = _issuer.Token(claims: client.Bind);

        await host.Validator.ValidateAsync(token, DPoPClient.Request(client.Proof(token)));

        store.Entries.Should().HaveCount(2, "the proof is used first, and then the token");
        store.Entries.Select(entry => entry.Owner).Distinct().Should().ContainSingle("both entries belong to the subject");
        store.Entries.SelectMany(entry => new[] { entry.Key, entry.Owner }).Distinct().Should().HaveCount(3)
            .And.OnlyContain(text => text.Length == 43 && !text.Contains("user", StringComparison.Ordinal) && text != client.Thumbprint);
    }

    [Theory]
    [InlineData(0, JwtErrorCode.None)]
    [InlineData(1, JwtErrorCode.TokenReplayed)]
    public async Task A_first_use_that_the_store_reports_after_the_expiry_is_rejected(long ticksLate, JwtErrorCode expected)
    {
        await using var host = Host(
            new Store((entry, _) =>
            {
                _issuer.Time.SetUtcNow(entry.ExpiresAt.AddTicks(ticksLate));
                return new(ReplayResult.FirstUse);
            }),
            options => options.Replay.Timeout = TimeSpan.FromMinutes(1));
        var token = _issuer.Token(claims: claims => claims["exp"] = TestIssuer.Now.AddSeconds(20).ToUnixTimeSeconds());

        (await host.ValidateAsync(token)).Error.Code.Should().Be(expected);
    }

    [Theory]
    [InlineData("throws")]
    [InlineData("fails")]
    [InlineData("is full")]
    [InlineData("returns an undefined result")]
    [InlineData("cancels")]
    public async Task A_store_that_fails_rejects_the_token_as_unavailable(string behavior)
    {
        await using var host = Host(new Store((_, _) => behavior switch
        {
            "throws" => throw new IOException("user-42"),
            "fails" => ValueTask.FromException<ReplayResult>(new TimeoutException("user-42")),
            "cancels" => ValueTask.FromCanceled<ReplayResult>(new CancellationToken(canceled: true)),
            "is full" => new(ReplayResult.Unavailable),
            _ => new((ReplayResult)7),
        }));

        var result = await host.ValidateAsync(_issuer.Token());

        result.Error.Should().Be(new JwtError(JwtErrorCode.ReplayStoreUnavailable));
        result.Error.IsUnavailable.Should().BeTrue();
        var line = _log.Lines.Should().ContainSingle(line => line.Level == LogLevel.Error).Subject;
        line.Text.Should().StartWith("Replay store Store failed").And.NotContain("user-42");
    }

    [Fact]
    public async Task A_store_that_hangs_rejects_the_token_after_the_timeout()
    {
        var never = new TaskCompletionSource<ReplayResult>();
        await using var host = Host(new Store((_, _) => new(never.Task)));

        var validation = host.ValidateAsync(_issuer.Token()).AsTask();
        _issuer.Time.Advance(TimeSpan.FromSeconds(1) - TimeSpan.FromTicks(1));
        validation.IsCompleted.Should().BeFalse();
        _issuer.Time.Advance(TimeSpan.FromTicks(1));

        (await validation).Error.Code.Should().Be(JwtErrorCode.ReplayStoreUnavailable);
    }

    [Fact]
    public async Task A_store_that_blocks_its_thread_rejects_the_token_after_the_timeout()
    {
        using var started = new SemaphoreSlim(0);
        using var release = new ManualResetEventSlim();
        await using var host = Host(new Store((_, _) =>
        {
            started.Release();
            release.Wait(CancellationToken.None);
            return new(ReplayResult.FirstUse);
        }));

        var validation = Task.Run(() => host.ValidateAsync(_issuer.Token()).AsTask());
        await started.WaitAsync();
        _issuer.Time.Advance(TimeSpan.FromSeconds(1) - TimeSpan.FromTicks(1));
        validation.IsCompleted.Should().BeFalse();
        _issuer.Time.Advance(TimeSpan.FromTicks(1));
        var completed = await Task.WhenAny(validation, Task.Delay(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        release.Set();

        completed.Should().BeSameAs(validation);
        (await validation).Error.Code.Should().Be(JwtErrorCode.ReplayStoreUnavailable);
    }

    [Fact]
    public async Task A_failure_is_logged_after_the_clock_ran_ahead_and_came_back()
    {
        var time = new AdjustableClock(_issuer.Time) { Ahead = TimeSpan.FromMinutes(5) };
        await using var host = Host(new Store((_, _) => throw new IOException()), time: time);
        await host.ValidateAsync(_issuer.Token());
        time.Ahead = TimeSpan.Zero;
        _issuer.Time.Advance(TimeSpan.FromSeconds(10));

        await host.ValidateAsync(_issuer.Token());

        _log.Lines.Count(line => line.Level == LogLevel.Error).Should().Be(2);
    }

    [Fact]
    public async Task A_caller_that_cancels_receives_no_result()
    {
        using var cancellation = new CancellationTokenSource();
        var never = new TaskCompletionSource<ReplayResult>();
        await using var host = Host(new Store((_, _) => new(never.Task)));

        var validation = host.Validator.ValidateAsync(_issuer.Token(), cancellation.Token).AsTask();
        await cancellation.CancelAsync();

        await validation.Awaiting(task => task).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task A_store_that_fails_is_logged_at_most_every_10_seconds()
    {
        await using var host = Host(new Store((_, _) => throw new IOException()));
        for (var use = 0; use < 20; use++)
        {
            (await host.ValidateAsync(_issuer.Token())).IsValid.Should().BeFalse();
        }

        _log.Lines.Should().ContainSingle(line => line.Level == LogLevel.Error);
        _issuer.Time.Advance(TimeSpan.FromSeconds(10));
        await host.ValidateAsync(_issuer.Token());
        _log.Lines.Count(line => line.Level == LogLevel.Error).Should().Be(2);
    }

    private TestHost Host(Store store, Action<HipaaJwtOptions>? options = null, TimeProvider? time = null) => new(
        time ?? _issuer.Time,
        all =>
        {
            all.Issuers.Add(_issuer.Trust(trust => trust.RequireSingleUse = true));
            options?.Invoke(all);
        },
        builder =>
        {
            builder.Services.AddSingleton(store).AddLogging(logging => logging.AddProvider(_log));
            builder.AddReplayStore<Store>();
        });

    private sealed class Store(Func<ReplayEntry, CancellationToken, ValueTask<ReplayResult>> answer) : IReplayStore
    {
        private readonly ConcurrentQueue<ReplayEntry> _entries = new();

        public IReadOnlyCollection<ReplayEntry> Entries => _entries;

        public ValueTask<ReplayResult> TryAddAsync(ReplayEntry entry, CancellationToken cancellationToken)
        {
            _entries.Enqueue(entry);
            return answer(entry, cancellationToken);
        }
    }
}

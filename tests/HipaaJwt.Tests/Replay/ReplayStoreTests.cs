using System.Collections.Concurrent;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.Tests.Replay;

/// <summary>A store of the application: what it says counts, and whatever else it does is a refusal as unavailable.</summary>
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
    public async Task A_store_of_the_application_is_asked_in_place_of_the_built_in_one()
    {
        var store = new Store((_, _) => new(ReplayResult.FirstUse));
        await using var host = Host(store);
        var token = _issuer.Token();

        (await host.ValidateAsync(token)).IsValid.Should().BeTrue();
        (await host.ValidateAsync(token)).IsValid.Should().BeTrue("the store says that it is new");

        store.Entries.Distinct().Should().ContainSingle().Which.ExpiresAt.Should().Be(TestIssuer.Now.AddMinutes(10).AddSeconds(30));
    }

    [Fact]
    public async Task What_a_store_is_told_holds_nothing_of_the_token()
    {
        var store = new Store((_, _) => new(ReplayResult.FirstUse));
        using var client = new DPoPClient();
        await using var host = Host(store);
        var token = _issuer.Token(claims: client.Bind);

        await host.Validator.ValidateAsync(token, new JwtValidationRequest { DPoPProof = client.Proof(token), HttpMethod = "GET", HttpUri = new Uri(DPoPClient.Address) });

        store.Entries.Should().HaveCount(2, "the proof is used, and then the token");
        store.Entries.Select(entry => entry.Owner).Distinct().Should().ContainSingle("both count for the subject, whatever keys it has");
        store.Entries.SelectMany(entry => new[] { entry.Key, entry.Owner }).Distinct().Should().HaveCount(3)
            .And.OnlyContain(text => text.Length == 43 && !text.Contains("user", StringComparison.Ordinal) && text != client.Thumbprint);
    }

    [Theory]
    [InlineData(0, JwtErrorCode.None)]
    [InlineData(1, JwtErrorCode.TokenReplayed)]
    public async Task An_answer_that_comes_after_the_time_of_the_use_is_no_first_use(long ticksLate, JwtErrorCode expected)
    {
        await using var host = Host(new Store((entry, _) =>
        {
            _issuer.Time.SetUtcNow(entry.ExpiresAt.AddTicks(ticksLate));
            return new(ReplayResult.FirstUse);
        }));

        (await host.ValidateAsync(_issuer.Token())).Error.Code.Should().Be(expected);
    }

    [Theory]
    [InlineData("throws")]
    [InlineData("fails")]
    [InlineData("is full")]
    [InlineData("says something else")]
    [InlineData("cancels")]
    public async Task What_is_not_known_to_be_new_is_refused_as_unavailable(string behaviour)
    {
        await using var host = Host(new Store((_, _) => behaviour switch
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
    public async Task A_store_that_does_not_answer_is_waited_for_no_longer_than_the_limit()
    {
        var never = new TaskCompletionSource<ReplayResult>();
        await using var host = Host(new Store((_, _) => new(never.Task)));

        var verdict = host.ValidateAsync(_issuer.Token()).AsTask();
        _issuer.Time.Advance(TimeSpan.FromSeconds(1) - TimeSpan.FromTicks(1));
        verdict.IsCompleted.Should().BeFalse();
        _issuer.Time.Advance(TimeSpan.FromTicks(1));

        (await verdict).Error.Code.Should().Be(JwtErrorCode.ReplayStoreUnavailable);
    }

    [Fact]
    public async Task A_caller_that_gives_up_gets_no_verdict()
    {
        using var patience = new CancellationTokenSource();
        var never = new TaskCompletionSource<ReplayResult>();
        await using var host = Host(new Store((_, _) => new(never.Task)));

        var verdict = host.Validator.ValidateAsync(_issuer.Token(), patience.Token).AsTask();
        await patience.CancelAsync();

        await verdict.Awaiting(task => task).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task A_store_that_is_down_does_not_fill_the_log()
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

    private TestHost Host(Store store) => new(_issuer, trust => trust.RequireSingleUse = true, build: builder =>
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

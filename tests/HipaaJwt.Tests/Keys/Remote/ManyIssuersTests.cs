using System.Collections.Concurrent;
using HipaaJwt.Keys.Remote;
using HipaaJwt.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.Tests.Keys.Remote;

/// <summary>The first fetches of many issuers, each with its own address.</summary>
public sealed class ManyIssuersTests : IAsyncDisposable
{
    private const int Issuers = 200;

    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    private readonly TestIssuer _issuer = new();
    private readonly ConcurrentQueue<(string Path, Task Aborted, TaskCompletionSource Answer)> _held = new();
    private KeyProvider? _provider;
    private TestHost? _host;
    private int _answering;
    private int _mostAnswering;

    private RemoteKeyStore Store => _host!.Services.GetRequiredKeyedService<RemoteKeyStore>(string.Empty);

    private int Loaded => Store.All.Count(keys => keys.State == KeyState.Current);

    private FetchTurns Turns => _host!.Services.GetRequiredService<FetchTurns>();

    public async ValueTask DisposeAsync()
    {
        await (_host?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_provider?.DisposeAsync() ?? ValueTask.CompletedTask);
        _issuer.Dispose();
    }

    [Fact]
    public async Task At_most_sixteen_fetches_run_at_a_time()
    {
        await StartAsync(held: 0);

        await UntilAsync(() => Loaded == Issuers);

        _provider!.Requests.Should().HaveCount(Issuers).And.OnlyHaveUniqueItems();
        _mostAnswering.Should().BeInRange(1, FetchTurns.MaxConcurrent);
    }

    [Fact]
    public async Task An_issuer_that_hangs_does_not_hold_up_the_others()
    {
        await StartAsync(held: 1);

        await UntilAsync(() => Loaded == Issuers - 1);

        _held.Single().Aborted.IsCompleted.Should().BeFalse();
    }

    [Fact]
    public async Task Sixteen_issuers_that_hang_hold_up_the_others_for_250_ms()
    {
        await StartAsync(held: FetchTurns.MaxConcurrent);
        await UntilAsync(() => Turns.QueueLength == Issuers - FetchTurns.MaxConcurrent && _held.Count == FetchTurns.MaxConcurrent);

        _issuer.Time.Advance(FetchTurns.MaxDuration - Tick);
        _provider!.Requests.Should().HaveCount(FetchTurns.MaxConcurrent);
        _issuer.Time.Advance(Tick);

        await UntilAsync(() => Loaded == Issuers - FetchTurns.MaxConcurrent);
        _held.Should().OnlyContain(request => !request.Aborted.IsCompleted, "the fetches go on");
        foreach (var request in _held)
        {
            request.Answer.SetResult();
        }

        await UntilAsync(() => Loaded == Issuers);
    }

    [Fact]
    public async Task The_five_seconds_of_a_fetch_begin_with_its_turn()
    {
        await StartAsync(held: Issuers, issuers: FetchTurns.MaxConcurrent + 1);
        await UntilAsync(() => Turns.QueueLength == 1 && _held.Count == FetchTurns.MaxConcurrent);
        _issuer.Time.Advance(FetchTurns.MaxDuration);
        await UntilAsync(() => _held.Count == FetchTurns.MaxConcurrent + 1);

        _issuer.Time.Advance(JwksFetcher.Timeout - FetchTurns.MaxDuration);
        await UntilAsync(() => _held.Count(request => request.Aborted.IsCompleted) == FetchTurns.MaxConcurrent);
        _issuer.Time.Advance(FetchTurns.MaxDuration - Tick);
        _held.Last().Aborted.IsCompleted.Should().BeFalse();
        _issuer.Time.Advance(Tick);

        await _held.Last().Aborted.WaitAsync(MaxWait);
    }

    [Fact]
    public async Task A_token_that_waits_puts_its_issuer_before_the_others()
    {
        await StartAsync(held: FetchTurns.MaxConcurrent);
        await UntilAsync(() => Turns.QueueLength == Issuers - FetchTurns.MaxConcurrent && _held.Count == FetchTurns.MaxConcurrent);
        var number = Enumerable.Range(0, Issuers).Last(number => !_provider!.Requests.Contains(PathOf(number)));
        _provider!.Instead = HoldAsync;

        var token = _issuer.Token(claims: claims => claims["iss"] = NameOf(number));
        var verdict = _host!.ValidateAsync(token).AsTask();
        _held.First().Answer.SetResult();
        await UntilAsync(() => _held.Count == FetchTurns.MaxConcurrent + 1);

        _held.Last().Path.Should().Be(PathOf(number));
        _held.Last().Answer.SetResult();
        (await verdict).Error.Should().Be(JwtError.None);
    }

    [Fact]
    public async Task An_issuer_that_is_removed_while_it_waits_is_not_requested()
    {
        await StartAsync(held: FetchTurns.MaxConcurrent);
        await UntilAsync(() => Turns.QueueLength == Issuers - FetchTurns.MaxConcurrent && _held.Count == FetchTurns.MaxConcurrent);
        var removed = Store.All.Where(keys => !_provider!.Requests.Contains(keys.Settings.Address.AbsolutePath)).Take(5).ToArray();

        Store.KeepOnly(Store.All.Except(removed));
        await UntilAsync(() => Turns.QueueLength == Issuers - FetchTurns.MaxConcurrent - removed.Length);
        _issuer.Time.Advance(FetchTurns.MaxDuration);
        await UntilAsync(() => Loaded == Issuers - FetchTurns.MaxConcurrent - removed.Length);

        _provider!.Requests.Should().NotContain(removed.Select(keys => keys.Settings.Address.AbsolutePath));
    }

    [Fact]
    public async Task All_waits_end_when_the_process_stops()
    {
        await StartAsync(held: Issuers);
        await UntilAsync(() => Turns.QueueLength == Issuers - FetchTurns.MaxConcurrent);
        var turns = Turns;

        await _host!.DisposeAsync();

        await UntilAsync(() => turns.QueueLength == 0);
        await UntilAsync(() => _held.All(request => request.Aborted.IsCompleted));
    }

    [Fact]
    public async Task Refreshes_and_removals_at_the_same_time_lose_no_turn()
    {
        await StartAsync(held: 0);
        var all = Store.All;

        await Parallel.ForEachAsync(all, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (keys, cancellationToken) =>
        {
            var refresh = keys.RefreshAsync(cancellationToken);
            keys.RequestRefresh();
            if (all.IndexOf(keys) % 2 == 0)
            {
                keys.Dispose();
            }

            await refresh;
        });

        await UntilAsync(() => all.Where((_, index) => index % 2 != 0).All(keys => keys.State == KeyState.Current));
        await UntilAsync(() => Turns.QueueLength == 0);
    }

    private static string NameOf(int number) => $"https://idp.example/{number}";

    private static string PathOf(int number) => $"/keys/{number}";

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var began = TimeProvider.System.GetTimestamp(); !condition();)
        {
            TimeProvider.System.GetElapsedTime(began).Should().BeLessThan(MaxWait);
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }

    /// <summary>Starts the fetches of all issuers. The first requests are held, and the others are answered.</summary>
    private async Task StartAsync(int held, int issuers = Issuers)
    {
        _provider = await KeyProvider.StartAsync();
        _provider.Publish((TestIssuer.KeyId, _issuer.Key));
        var arrived = 0;
        _provider.Instead = context => Interlocked.Increment(ref arrived) <= held ? HoldAsync(context) : AnswerAsync(context);
        _host = new TestHost(_issuer.Time, options =>
        {
            for (var number = 0; number < issuers; number++)
            {
                var (name, address) = (NameOf(number), _provider.Address + PathOf(number));
                options.Issuers.Add(_issuer.Trust(issuer =>
                {
                    issuer.SigningKeys.Clear();
                    (issuer.Issuer, issuer.JwksUri) = (name, address);
                }));
            }
        });
        _ = _host.Validator;
        Store.Start();
    }

    private async Task HoldAsync(HttpContext context)
    {
        var (aborted, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        context.RequestAborted.Register(aborted.SetResult);
        _held.Enqueue((context.Request.Path, aborted.Task, answer));
        await answer.Task.WaitAsync(context.RequestAborted);
        await KeyProvider.WriteAsync(context, _provider!.KeySet());
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var answering = Interlocked.Increment(ref _answering);
        for (var most = _mostAnswering; most < answering;)
        {
            most = Interlocked.CompareExchange(ref _mostAnswering, answering, most);
        }

        await Task.Yield();
        var set = _provider!.KeySet();
        Interlocked.Decrement(ref _answering);
        await KeyProvider.WriteAsync(context, set);
    }
}

using System.Globalization;
using CsCheck;
using HipaaJwt.Replay;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace HipaaJwt.Tests.Replay;

public sealed class MemoryReplayStoreTests
{
    private readonly FakeTimeProvider _time = new(TestIssuer.Now);

    [Fact]
    public async Task One_of_64_concurrent_callers_receives_the_first_use()
    {
        var store = new MemoryReplayStore(1000, 1000, _time);
        for (var round = 0; round < 20; round++)
        {
            var entry = Entry("key-" + round.ToString(CultureInfo.InvariantCulture));
            using var start = new Barrier(64);
            var threads = Enumerable.Range(0, 64).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait();
                    return store.TryAddAsync(entry, default).AsTask().GetAwaiter().GetResult();
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default));

            var results = await Task.WhenAll(threads);

            results.Should().ContainSingle(result => result == ReplayResult.FirstUse);
            results.Count(result => result == ReplayResult.UsedBefore).Should().Be(63);
        }
    }

    [Fact]
    public async Task An_entry_is_stored_until_it_expires()
    {
        var store = new MemoryReplayStore(10, 10, _time);

        (await AddAsync(store, "a", seconds: 90)).Should().Be(ReplayResult.FirstUse);
        _time.Advance(TimeSpan.FromSeconds(90));
        (await AddAsync(store, "a", seconds: 90)).Should().Be(ReplayResult.UsedBefore);
        _time.Advance(TimeSpan.FromTicks(1));
        (await AddAsync(store, "a", seconds: 90)).Should().Be(ReplayResult.FirstUse);
        store.Count.Should().Be(1);
    }

    [Fact]
    public async Task A_full_store_is_unavailable_until_entries_expire()
    {
        var store = new MemoryReplayStore(3, 3, _time);
        foreach (var key in new[] { "a", "b", "c" })
        {
            (await AddAsync(store, key)).Should().Be(ReplayResult.FirstUse);
        }

        (await AddAsync(store, "d")).Should().Be(ReplayResult.Unavailable);
        (await AddAsync(store, "a")).Should().Be(ReplayResult.UsedBefore);
        store.Count.Should().Be(3);
        _time.Advance(TimeSpan.FromSeconds(91));
        (await AddAsync(store, "d")).Should().Be(ReplayResult.FirstUse);
        store.Count.Should().Be(1);
    }

    [Fact]
    public async Task One_sender_cannot_fill_the_store()
    {
        var store = new MemoryReplayStore(10, 2, _time);

        (await AddAsync(store, "a", "flood")).Should().Be(ReplayResult.FirstUse);
        (await AddAsync(store, "b", "flood")).Should().Be(ReplayResult.FirstUse);
        (await AddAsync(store, "c", "flood")).Should().Be(ReplayResult.Unavailable);
        (await AddAsync(store, "c", "other")).Should().Be(ReplayResult.FirstUse);
        _time.Advance(TimeSpan.FromSeconds(91));
        (await AddAsync(store, "d", "flood")).Should().Be(ReplayResult.FirstUse);
    }

    [Fact]
    public async Task The_entries_of_a_sender_expire_even_if_many_other_entries_expired_before()
    {
        var store = new MemoryReplayStore(1000, 2, _time);
        for (var other = 0; other < 500; other++)
        {
            var name = "other-" + other.ToString(CultureInfo.InvariantCulture);
            await AddAsync(store, name, name, seconds: 10);
        }

        await AddAsync(store, "a", "sender", seconds: 20);
        await AddAsync(store, "b", "sender", seconds: 20);
        _time.Advance(TimeSpan.FromSeconds(21));

        (await AddAsync(store, "c", "sender")).Should().Be(ReplayResult.FirstUse);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_flood_of_uses_never_exceeds_the_capacity(bool sameKeysAgain)
    {
        var store = new MemoryReplayStore(1000, 1000, _time);
        var maxCount = 0;
        for (var use = 0; use < 20_000; use++)
        {
            await AddAsync(store, (sameKeysAgain ? use % 700 : use).ToString(CultureInfo.InvariantCulture), seconds: use % 20);
            if (use % 100 == 0)
            {
                _time.Advance(TimeSpan.FromSeconds(1));
            }

            maxCount = Math.Max(maxCount, store.Count);
        }

        maxCount.Should().BeInRange(500, 1000);
        _time.Advance(TimeSpan.FromMinutes(1));
        for (var use = 0; use < 200; use++)
        {
            await AddAsync(store, "last");
        }

        store.Count.Should().Be(1, "each use removes expired entries");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(48)]
    public async Task An_entry_is_kept_after_the_clock_ran_ahead_and_came_back(int hoursAhead)
    {
        var first = Entry("a");
        var clock = new AdjustableClock(_time);
        var store = new MemoryReplayStore(1000, 1000, clock);
        (await store.TryAddAsync(first, default)).Should().Be(ReplayResult.FirstUse);

        clock.Ahead = TimeSpan.FromHours(hoursAhead);
        for (var other = 0; other < 50; other++)
        {
            var entry = Entry("other-" + other.ToString(CultureInfo.InvariantCulture));
            (await store.TryAddAsync(entry with { ExpiresAt = clock.GetUtcNow().AddSeconds(90) }, default))
                .Should().Be(ReplayResult.FirstUse);
        }

        (await store.TryAddAsync(first, default)).Should().Be(ReplayResult.UsedBefore, "the clock may come back");
        clock.Ahead = TimeSpan.Zero;
        _time.Advance(TimeSpan.FromSeconds(90));
        (await store.TryAddAsync(first, default)).Should().Be(ReplayResult.UsedBefore);
        (await store.TryAddAsync(Entry("b"), default)).Should().Be(ReplayResult.FirstUse, "no entry was removed");
        _time.Advance(TimeSpan.FromTicks(1));
        await store.TryAddAsync(Entry("c"), default);
        store.Count.Should().Be(52, "the first entry has expired by the clock and by the timer");
    }

    [Fact]
    public async Task An_entry_is_kept_until_the_clock_reaches_its_expiry_although_the_clock_went_back()
    {
        var first = Entry("a");
        var clock = new AdjustableClock(_time);
        var store = new MemoryReplayStore(10, 10, clock);
        await store.TryAddAsync(first, default);

        clock.Ahead = TimeSpan.FromHours(-1);
        _time.Advance(TimeSpan.FromMinutes(30));

        (await store.TryAddAsync(first, default)).Should().Be(ReplayResult.UsedBefore);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    public async Task An_entry_that_was_removed_while_the_clock_was_ahead_is_not_accepted_again(int othersMeanwhile)
    {
        var first = Entry("a");
        var clock = new AdjustableClock(_time) { Ahead = TimeSpan.FromSeconds(60) };
        var store = new MemoryReplayStore(100, 99, clock);
        (await store.TryAddAsync(first, default)).Should().Be(ReplayResult.FirstUse);

        // 31 seconds later the entry has expired by the clock, which is ahead, and by the timer.
        _time.Advance(TimeSpan.FromSeconds(31));
        for (var other = 0; other < othersMeanwhile; other++)
        {
            var entry = Entry("other-" + other.ToString(CultureInfo.InvariantCulture));
            (await store.TryAddAsync(entry with { ExpiresAt = clock.GetUtcNow().AddSeconds(90) }, default))
                .Should().Be(ReplayResult.FirstUse);
        }

        store.Count.Should().Be(othersMeanwhile, "the entry has been removed");
        clock.Ahead = TimeSpan.Zero;

        (await store.TryAddAsync(first, default)).Should().Be(ReplayResult.UsedBefore);
        (await store.TryAddAsync(Entry("b") with { ExpiresAt = TestIssuer.Now.AddSeconds(91) }, default))
            .Should().Be(ReplayResult.FirstUse, "no use that expires so late was removed");
    }

    [Fact]
    public async Task Expired_entries_are_removed_although_an_earlier_one_is_kept_for_a_clock_that_may_come_back()
    {
        var clock = new AdjustableClock(_time);
        var store = new MemoryReplayStore(10, 9, clock);
        await store.TryAddAsync(Entry("long") with { ExpiresAt = TestIssuer.Now.AddHours(1) }, default);
        clock.Ahead = TimeSpan.FromHours(2);
        for (var use = 0; use < 100; use++)
        {
            var entry = Entry(use.ToString(CultureInfo.InvariantCulture)) with { ExpiresAt = clock.GetUtcNow().AddSeconds(90) };
            (await store.TryAddAsync(entry, default)).Should().Be(ReplayResult.FirstUse);
            _time.Advance(TimeSpan.FromSeconds(30));
        }

        store.Count.Should().BeInRange(2, 6);
    }

    /// <summary>A timer that runs ahead with the clock, like that of a virtual machine that is restored.</summary>
    [Fact]
    public async Task An_entry_is_not_accepted_again_if_the_clock_and_the_timer_ran_ahead_and_came_back()
    {
        var (first, store) = (Entry("a"), new MemoryReplayStore(10, 9, _time));
        (await store.TryAddAsync(first, default)).Should().Be(ReplayResult.FirstUse);
        _time.AdjustTime(TestIssuer.Now.AddHours(1));
        (await store.TryAddAsync(Entry("b"), default)).Should().Be(ReplayResult.FirstUse);
        _time.AdjustTime(TestIssuer.Now);

        (await store.TryAddAsync(first, default)).Should().Be(ReplayResult.UsedBefore);
    }

    [Fact]
    public void The_store_agrees_with_a_model_that_uses_a_list() =>
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 2], Gen.Int[-1, 5], Gen.Int[0, 3]).List[1, 60].Sample(
            uses =>
            {
                var time = new FakeTimeProvider(TestIssuer.Now);
                var store = new MemoryReplayStore(4, 3, time);
                List<(int Key, int Owner, DateTimeOffset ExpiresAt)> model = [];
                foreach (var (key, owner, seconds, wait) in uses)
                {
                    time.Advance(TimeSpan.FromSeconds(wait));
                    var now = time.GetUtcNow();
                    model.RemoveAll(item => item.ExpiresAt < now);
                    var expected = model.Exists(item => item.Key == key) ? ReplayResult.UsedBefore
                        : model.Count >= 4 || model.Count(item => item.Owner == owner) >= 3 ? ReplayResult.Unavailable
                        : ReplayResult.FirstUse;
                    var expiresAt = now.AddSeconds(seconds);
                    if (expected == ReplayResult.FirstUse)
                    {
                        model.Add((key, owner, expiresAt));
                    }

                    var entry = new ReplayEntry { Key = $"k{key}", Owner = $"o{owner}", ExpiresAt = expiresAt };
                    store.TryAddAsync(entry, default).AsTask().GetAwaiter().GetResult().Should().Be(expected);
                }
            },
            iter: 5_000);

    private ReplayEntry Entry(string key, string owner = "owner", int seconds = 90) =>
        new() { Key = key, Owner = owner, ExpiresAt = _time.GetUtcNow().AddSeconds(seconds) };

    private async Task<ReplayResult> AddAsync(MemoryReplayStore store, string key, string owner = "owner", int seconds = 90) =>
        await store.TryAddAsync(Entry(key, owner, seconds), default);
}

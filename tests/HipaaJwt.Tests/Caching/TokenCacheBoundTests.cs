using System.Security.Cryptography;
using System.Text;
using HipaaJwt.Caching;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace HipaaJwt.Tests.Caching;

/// <summary>Both sides of each limit of the cache: lifetime, bytes, freed slots per write, and token length.</summary>
public sealed class TokenCacheBoundTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Now);
    private readonly object _generation = new();

    [Fact]
    public void The_defaults_are_those_in_the_documentation()
    {
        var options = new TokenCacheOptions();

        options.Capacity.Should().Be(65_536);
        options.MaxBytes.Should().Be(Math.Min(134_217_728, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 10));
        options.MaxEntryLifetime.Should().Be(TimeSpan.FromMinutes(5));
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    public void An_entry_without_a_lifetime_is_not_added(long ticks, int entries)
    {
        using var cache = Cache();

        Add(cache, Token(1), lifetime: TimeSpan.FromTicks(ticks));

        cache.Count.Should().Be(entries);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    public void A_sweep_removes_entries_that_have_expired_and_keeps_later_ones(long ticksAfter, int entries)
    {
        using var cache = Cache();
        Add(cache, Token(1), lifetime: TimeSpan.FromMinutes(1) + TimeSpan.FromTicks(ticksAfter));

        _time.Advance(TimeSpan.FromMinutes(1));

        cache.Count.Should().Be(entries);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void A_sweep_removes_entries_from_the_future_after_the_clock_ran_ahead_and_came_back(long ticksAhead, int entries)
    {
        using var cache = Cache();
        var validatedAt = Now.AddMinutes(1).AddTicks(ticksAhead);
        cache.Add(Encoding.ASCII.GetBytes(Token(1)), "value", _generation, validatedAt, TimeSpan.FromMinutes(5), 100);

        _time.Advance(TimeSpan.FromMinutes(1));

        cache.Count.Should().Be(entries);
    }

    [Fact]
    public void Entries_may_use_all_of_the_allowed_bytes()
    {
        using var cache = Cache(capacity: 8, maxBytes: 1000);
        Add(cache, Token(1), bytes: 400);
        Add(cache, Token(2), bytes: 600);

        (Has(cache, Token(1)), Has(cache, Token(2)), cache.Bytes).Should().Be((true, true, 1000L));

        Add(cache, Token(3), bytes: 1000);
        (Has(cache, Token(1)), Has(cache, Token(2)), Has(cache, Token(3)), cache.Bytes).Should().Be((false, false, true, 1000L));
    }

    [Fact]
    public void One_write_frees_at_most_16_slots()
    {
        using var cache = Cache(capacity: 1024, maxBytes: 1024);
        for (var i = 0; i < 20_000; i++)
        {
            Add(cache, Token(i), bytes: 1);
        }

        cache.Count.Should().Be(1024);
        cache.TryReject(Token(-1), Now);
        Add(cache, Token(-1), bytes: 1024);

        Has(cache, Token(-1)).Should().BeFalse("16 freed slots are not enough");
        cache.Count.Should().BeInRange(1024 - 16 - 1, 1024 - 16, "the slot of the new entry may be one of the 16");
        cache.Bytes.Should().Be(cache.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(18)]
    public void A_token_may_have_any_length(int length)
    {
        using var cache = Cache();
        var token = new string('t', length);
        Has(cache, token).Should().BeFalse();

        Add(cache, token);

        Has(cache, token).Should().BeTrue();
        Has(cache, token + "t").Should().BeFalse();
    }

    /// <summary>One set has only eight ways.</summary>
    [Fact]
    public void Tokens_with_the_same_end_are_spread_by_their_length()
    {
        using var cache = Cache(capacity: 1024);
        for (var length = 0; length < 200; length++)
        {
            Add(cache, new string('h', length) + Token(1), bytes: 1);
        }

        cache.Count.Should().BeGreaterThan(50);
    }

    /// <summary>The hash covers only the end of a token. One set has only eight ways.</summary>
    [Theory]
    [InlineData(1, false)]
    [InlineData(3, true)]
    [InlineData(17, true)]
    [InlineData(18, false)]
    [InlineData(90, false)]
    public void Only_the_end_of_the_signature_spreads_tokens(int positionFromEnd, bool isSpread)
    {
        using var cache = Cache(capacity: 1024);
        for (var character = '0'; character <= 'z'; character++)
        {
            var token = Token(1).ToCharArray();
            token[^positionFromEnd] = character;
            Add(cache, new string(token), bytes: 1);
        }

        (cache.Count > 8).Should().Be(isSpread);
    }

    [Fact]
    public void A_token_that_comes_once_replaces_no_entry()
    {
        using var cache = FullSet(used: false);

        Add(cache, Token(8));

        FindRemaining(cache).Should().Equal(0, 1, 2, 3, 4, 5, 6, 7);
    }

    [Fact]
    public void A_token_that_comes_again_replaces_an_unused_entry()
    {
        using var cache = FullSet(used: false);

        Add(cache, Token(8));
        Add(cache, Token(8));

        FindRemaining(cache).Should().Equal(1, 2, 3, 4, 5, 6, 7, 8);
    }

    /// <summary>The clock hand skips a used entry once.</summary>
    [Theory]
    [InlineData(9, false)]
    [InlineData(10, true)]
    public void If_every_entry_is_used_a_token_must_come_once_more_for_each_entry(int times, bool isAdded)
    {
        using var cache = FullSet(used: true);
        for (var time = 0; time < times; time++)
        {
            Add(cache, Token(8));
        }

        FindRemaining(cache).Should().Equal(isAdded ? [1, 2, 3, 4, 5, 6, 7, 8] : [0, 1, 2, 3, 4, 5, 6, 7]);
    }

    [Theory]
    [InlineData(7, true)]
    [InlineData(8, false)]
    public void A_rejected_token_is_known_until_eight_other_tokens_are_rejected(int otherTokens, bool isKnown)
    {
        using var cache = FullSet(used: false);
        Add(cache, Token(8));
        for (var other = 0; other < otherTokens; other++)
        {
            Add(cache, Token(100 + other));
        }

        Add(cache, Token(8));

        Has(cache, Token(8)).Should().Be(isKnown);
    }

    /// <summary>The first token marks the set as full. The seventh token after it is the eighth rejected token.</summary>
    [Fact]
    public void One_in_eight_new_tokens_replaces_an_unused_entry()
    {
        using var cache = FullSet(used: false);
        for (var other = 0; other < 7 + 8; other++)
        {
            Add(cache, Token(100 + other));
        }

        Enumerable.Range(100, 7 + 8).Where(i => Has(cache, Token(i))).Should().Equal(106, 114);
    }

    [Fact]
    public void A_token_is_rejected_only_if_its_set_is_full()
    {
        using var cache = FullSet(used: false);

        cache.TryReject(Token(8), Now).Should().BeTrue("the set is full and the token comes for the first time");
        cache.TryReject(Token(8), Now).Should().BeFalse("the token comes again");
        cache.TryReject(Token(7), Now).Should().BeFalse("the token is cached");
        cache.TryReject(Token(9), Now.AddMinutes(5)).Should().BeFalse("the cached tokens have expired");
    }

    [Fact]
    public void An_expired_entry_makes_room_for_a_new_token_immediately()
    {
        using var cache = FullSet(used: true, lastLifetime: TimeSpan.FromMinutes(1));
        Add(cache, Token(8));
        FindRemaining(cache).Should().Equal(0, 1, 2, 3, 4, 5, 6, 7);

        cache.Add(Encoding.ASCII.GetBytes(Token(9)), "value", _generation, Now.AddMinutes(1), TimeSpan.FromMinutes(5), 100);

        cache.TryGet(Token(9), _generation, Now.AddMinutes(1), out _).Should().BeTrue();
        FindRemaining(cache).Should().Equal(0, 1, 2, 3, 4, 5, 6);
    }

    [Fact]
    public void A_sweep_makes_room_for_a_new_token()
    {
        using var cache = FullSet(used: true, lastLifetime: TimeSpan.FromMinutes(1));
        _time.Advance(TimeSpan.FromMinutes(1));

        Add(cache, Token(8));

        Has(cache, Token(8)).Should().BeTrue();
    }

    [Fact]
    public void A_token_replaces_its_own_entry_of_another_generation_in_a_full_set()
    {
        using var cache = FullSet(used: true);
        var generation = new object();

        cache.TryReject(Token(3), Now).Should().BeFalse();
        cache.Add(Encoding.ASCII.GetBytes(Token(3)), "value", generation, Now, TimeSpan.FromMinutes(5), 100);

        cache.TryGet(Token(3), generation, Now, out _).Should().BeTrue();
        FindRemaining(cache).Should().Equal(0, 1, 2, 4, 5, 6, 7);
    }

    /// <summary>A write in another set may free slots of a full set to make room in bytes. New tokens may then use these slots.</summary>
    [Fact]
    public void Slots_that_were_freed_for_bytes_accept_new_tokens()
    {
        using var cache = Cache(capacity: 8, maxBytes: 800);
        for (var i = 0; i < 8; i++)
        {
            Add(cache, Token(i));
        }

        Add(cache, Token(8), bytes: 500);
        Add(cache, Token(8), bytes: 500);
        Add(cache, Token(9));

        (Has(cache, Token(8)), Has(cache, Token(9)), cache.Bytes <= 800).Should().Be((true, true, true));
    }

    [Fact]
    public void Disposal_stops_the_sweep_timer()
    {
        var time = new SingleTimerTimeProvider();
        var cache = new TokenCache<string>(64, 1000, TimeSpan.FromMinutes(1), time);
        time.IsDisposed.Should().BeFalse();

        cache.Dispose();

        time.IsDisposed.Should().BeTrue();
    }

    private static string Token(int number) =>
        new string('h', 33) + "." + new string('c', 22) + "." + RawToken.Base64(SHA256.HashData(BitConverter.GetBytes(number)));

    private TokenCache<string> Cache(int capacity = 64, long maxBytes = 1_000_000) =>
        new(capacity, maxBytes, TimeSpan.FromMinutes(1), _time);

    private void Add(TokenCache<string> cache, string token, TimeSpan? lifetime = null, int bytes = 100) =>
        cache.Add(Encoding.ASCII.GetBytes(token), "value", _generation, Now, lifetime ?? TimeSpan.FromMinutes(5), bytes);

    /// <summary>Creates a cache with one full set.</summary>
    private TokenCache<string> FullSet(bool used, TimeSpan? lastLifetime = null)
    {
        var cache = Cache(capacity: 8);
        for (var i = 0; i < 8; i++)
        {
            Add(cache, Token(i), i == 7 ? lastLifetime : null);
            (!used || Has(cache, Token(i))).Should().BeTrue();
        }

        // The first token that finds no free way marks the set as full.
        Add(cache, Token(50));
        return cache;
    }

    private IEnumerable<int> FindRemaining(TokenCache<string> cache) => Enumerable.Range(0, 10).Where(i => Has(cache, Token(i)));

    private bool Has(TokenCache<string> cache, string token) => cache.TryGet(token, _generation, Now, out _);

    private sealed class SingleTimerTimeProvider : TimeProvider, ITimer
    {
        public bool IsDisposed { get; private set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => this;

        public bool Change(TimeSpan dueTime, TimeSpan period) => !IsDisposed;

        public void Dispose() => IsDisposed = true;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

using System.Security.Cryptography;
using HipaaJwt.Caching;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace HipaaJwt.Tests.Caching;

/// <summary>Both sides of each limit of the cache: time, bytes, the work of one write, and the length of a token.</summary>
public sealed class TokenCacheBoundTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Now);
    private readonly object _generation = new();

    [Fact]
    public void The_defaults_are_those_that_the_documentation_tells()
    {
        var options = new TokenCacheOptions();

        options.Capacity.Should().Be(4096);
        options.MaxBytes.Should().Be(67_108_864);
        options.MaxEntryLifetime.Should().Be(TimeSpan.FromMinutes(5));
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    public void An_entry_without_a_time_to_live_takes_no_place(long ticks, int entries)
    {
        using var cache = Cache();

        Add(cache, Token(1), lifetime: TimeSpan.FromTicks(ticks));

        cache.Count.Should().Be(entries);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    public void A_sweep_drops_what_ends_at_that_very_moment_and_keeps_what_ends_after_it(long ticksAfter, int entries)
    {
        using var cache = Cache();
        Add(cache, Token(1), lifetime: TimeSpan.FromMinutes(1) + TimeSpan.FromTicks(ticksAfter));

        _time.Advance(TimeSpan.FromMinutes(1));

        cache.Count.Should().Be(entries);
    }

    [Fact]
    public void All_the_room_can_be_filled()
    {
        using var cache = Cache(capacity: 8, maxBytes: 1000);
        Add(cache, Token(1), bytes: 400);
        Add(cache, Token(2), bytes: 600);

        (Has(cache, Token(1)), Has(cache, Token(2)), cache.Bytes).Should().Be((true, true, 1000L));

        Add(cache, Token(3), bytes: 1000);
        (Has(cache, Token(1)), Has(cache, Token(2)), Has(cache, Token(3)), cache.Bytes).Should().Be((false, false, true, 1000L));
    }

    [Fact]
    public void One_write_frees_no_more_than_sixteen_places_elsewhere()
    {
        using var cache = Cache(capacity: 1024, maxBytes: 1024);
        for (var i = 0; i < 20_000; i++)
        {
            Add(cache, Token(i), bytes: 1);
        }

        cache.Count.Should().Be(1024);
        cache.ShouldReject(Token(-1), Now);
        Add(cache, Token(-1), bytes: 1024);

        Has(cache, Token(-1)).Should().BeFalse("sixteen places are not room enough");
        cache.Count.Should().BeInRange(1024 - 16 - 1, 1024 - 16, "one place was taken by the new entry, perhaps among the sixteen");
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
    public void A_token_may_be_of_any_length(int length)
    {
        using var cache = Cache();
        var token = new string('t', length);
        Has(cache, token).Should().BeFalse();

        Add(cache, token);

        Has(cache, token).Should().BeTrue();
        Has(cache, token + "t").Should().BeFalse();
    }

    /// <summary>In one set there would be room for eight.</summary>
    [Fact]
    public void Tokens_that_end_alike_are_spread_by_their_length()
    {
        using var cache = Cache(capacity: 1024);
        for (var length = 0; length < 200; length++)
        {
            Add(cache, new string('h', length) + Token(1), bytes: 1);
        }

        cache.Count.Should().BeGreaterThan(50);
    }

    /// <summary>However long a token is, no more of it is hashed than that; in one set there would be room for eight.</summary>
    [Theory]
    [InlineData(1, false)]
    [InlineData(3, true)]
    [InlineData(17, true)]
    [InlineData(18, false)]
    [InlineData(90, false)]
    public void The_end_of_the_signature_spreads_tokens_and_what_stands_before_it_does_not(int placeFromTheEnd, bool spread)
    {
        using var cache = Cache(capacity: 1024);
        for (var character = '0'; character <= 'z'; character++)
        {
            var token = Token(1).ToCharArray();
            token[^placeFromTheEnd] = character;
            Add(cache, new string(token), bytes: 1);
        }

        (cache.Count > 8).Should().Be(spread);
    }

    [Fact]
    public void A_token_that_comes_once_takes_nobodys_place()
    {
        using var cache = Full(used: false);

        Add(cache, Token(8));

        Remaining(cache).Should().Equal(0, 1, 2, 3, 4, 5, 6, 7);
    }

    [Fact]
    public void A_token_that_comes_again_takes_the_place_of_one_that_nobody_used()
    {
        using var cache = Full(used: false);

        Add(cache, Token(8));
        Add(cache, Token(8));

        Remaining(cache).Should().Equal(1, 2, 3, 4, 5, 6, 7, 8);
    }

    /// <summary>A place that has been used is passed over, once for each use.</summary>
    [Theory]
    [InlineData(9, false)]
    [InlineData(10, true)]
    public void Where_every_entry_is_in_use_a_token_has_to_come_once_more_for_each(int times, bool enters)
    {
        using var cache = Full(used: true);
        for (var time = 0; time < times; time++)
        {
            Add(cache, Token(8));
        }

        Remaining(cache).Should().Equal(enters ? [1, 2, 3, 4, 5, 6, 7, 8] : [0, 1, 2, 3, 4, 5, 6, 7]);
    }

    [Theory]
    [InlineData(7, true)]
    [InlineData(8, false)]
    public void A_token_that_was_turned_away_is_known_until_eight_others_have_been(int others, bool known)
    {
        using var cache = Full(used: false);
        Add(cache, Token(8));
        for (var other = 0; other < others; other++)
        {
            Add(cache, Token(100 + other));
        }

        Add(cache, Token(8));

        Has(cache, Token(8)).Should().Be(known);
    }

    /// <summary>The seventh after the one by which the set learned that it is full completes the first round of eight.</summary>
    [Fact]
    public void One_in_eight_tokens_that_come_once_takes_the_place_of_one_that_nobody_used()
    {
        using var cache = Full(used: false);
        for (var other = 0; other < 7 + 8; other++)
        {
            Add(cache, Token(100 + other));
        }

        Enumerable.Range(100, 7 + 8).Where(i => Has(cache, Token(i))).Should().Equal(106, 114);
    }

    [Fact]
    public void A_token_is_turned_away_only_where_there_is_no_room_for_it()
    {
        using var cache = Full(used: false);

        cache.ShouldReject(Token(8), Now).Should().BeTrue("there is no room, and it comes for the first time");
        cache.ShouldReject(Token(8), Now).Should().BeFalse("it comes again");
        cache.ShouldReject(Token(7), Now).Should().BeFalse("it has a place");
        cache.ShouldReject(Token(9), Now.AddMinutes(5)).Should().BeFalse("the others have ended");
    }

    [Fact]
    public void An_entry_that_has_ended_makes_room_at_once_for_a_token_that_comes_for_the_first_time()
    {
        using var cache = Full(used: true, lastLifetime: TimeSpan.FromMinutes(1));
        Add(cache, Token(8));
        Remaining(cache).Should().Equal(0, 1, 2, 3, 4, 5, 6, 7);

        cache.Add(Token(9), "value", _generation, Now.AddMinutes(1), TimeSpan.FromMinutes(5), 100);

        cache.TryGet(Token(9), _generation, Now.AddMinutes(1), out _).Should().BeTrue();
        Remaining(cache).Should().Equal(0, 1, 2, 3, 4, 5, 6);
    }

    [Fact]
    public void A_sweep_makes_room_for_a_token_that_comes_for_the_first_time()
    {
        using var cache = Full(used: true, lastLifetime: TimeSpan.FromMinutes(1));
        _time.Advance(TimeSpan.FromMinutes(1));

        Add(cache, Token(8));

        Has(cache, Token(8)).Should().BeTrue();
    }

    [Fact]
    public void A_token_whose_own_entry_is_of_another_generation_replaces_it_in_a_full_set()
    {
        using var cache = Full(used: true);
        var generation = new object();

        cache.ShouldReject(Token(3), Now).Should().BeFalse();
        cache.Add(Token(3), "value", generation, Now, TimeSpan.FromMinutes(5), 100);

        cache.TryGet(Token(3), generation, Now, out _).Should().BeTrue();
        Remaining(cache).Should().Equal(0, 1, 2, 4, 5, 6, 7);
    }

    /// <summary>Places of a full set that are freed elsewhere, for room in bytes, are filled at first sight again.</summary>
    [Fact]
    public void Where_room_in_bytes_freed_places_they_are_taken_by_tokens_that_come_for_the_first_time()
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
    public void Disposal_ends_the_sweeping()
    {
        var time = new TimeWithOneTimer();
        var cache = new TokenCache<string>(64, 1000, TimeSpan.FromMinutes(1), time);
        time.IsDisposed.Should().BeFalse();

        cache.Dispose();

        time.IsDisposed.Should().BeTrue();
    }

    private static string Token(int number) =>
        new string('h', 33) + "." + new string('c', 22) + "." + RawToken.Base64(SHA256.HashData(BitConverter.GetBytes(number)));

    private TokenCache<string> Cache(int capacity = 64, long maxBytes = 1_000_000) => new(capacity, maxBytes, TimeSpan.FromMinutes(1), _time);

    private void Add(TokenCache<string> cache, string token, TimeSpan? lifetime = null, int bytes = 100) =>
        cache.Add(token, "value", _generation, Now, lifetime ?? TimeSpan.FromMinutes(5), bytes);

    /// <summary>One set, whose places are all taken.</summary>
    private TokenCache<string> Full(bool used, TimeSpan? lastLifetime = null)
    {
        var cache = Cache(capacity: 8);
        for (var i = 0; i < 8; i++)
        {
            Add(cache, Token(i), i == 7 ? lastLifetime : null);
            (!used || Has(cache, Token(i))).Should().BeTrue();
        }

        // A set learns that it is full from the first token for which it looks for a place in vain.
        Add(cache, Token(50));
        return cache;
    }

    private IEnumerable<int> Remaining(TokenCache<string> cache) => Enumerable.Range(0, 10).Where(i => Has(cache, Token(i)));

    private bool Has(TokenCache<string> cache, string token) => cache.TryGet(token, _generation, Now, out _);

    private sealed class TimeWithOneTimer : TimeProvider, ITimer
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

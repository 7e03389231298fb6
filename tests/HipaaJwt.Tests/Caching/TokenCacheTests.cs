using System.Security.Cryptography;
using HipaaJwt.Caching;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace HipaaJwt.Tests.Caching;

public sealed class TokenCacheTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Now);
    private readonly object _generation = new();

    [Fact]
    public void An_entry_is_found_by_the_whole_token()
    {
        using var cache = Cache();
        Add(cache, Token(1), "one");

        Find(cache, Token(1)).Should().Be("one");
        Find(cache, Token(2)).Should().BeNull();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(99)]
    public void A_token_that_differs_in_one_character_is_another_one(int position)
    {
        using var cache = Cache();
        Add(cache, Token(1), "one");
        var other = Token(1).ToCharArray();
        other[position] = other[position] == 'x' ? 'y' : 'x';

        Find(cache, new string(other)).Should().BeNull();
    }

    [Fact]
    public void A_token_with_the_same_signature_behind_other_claims_is_another_one()
    {
        using var cache = Cache(capacity: 1);
        Add(cache, "header.claims." + new string('s', 86), "one");

        Find(cache, "header.clajms." + new string('s', 86)).Should().BeNull();
        Find(cache, "header.claims." + new string('s', 86)).Should().Be("one");
    }

    [Fact]
    public void An_entry_of_another_generation_is_of_no_use()
    {
        using var cache = Cache();
        Add(cache, Token(1), "one");

        cache.TryGet(Token(1), new object(), Now, out _).Should().BeFalse();
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(99, true)]
    [InlineData(100, false)]
    public void An_entry_is_of_use_from_its_making_until_its_end(int seconds, bool useful)
    {
        using var cache = Cache();
        Add(cache, Token(1), "one", TimeSpan.FromSeconds(100));

        (Find(cache, Token(1), Now.AddSeconds(seconds)) is not null).Should().Be(useful);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(100)]
    [InlineData(4096)]
    public void There_are_never_more_entries_than_the_capacity(int capacity)
    {
        using var cache = Cache(capacity, maxBytes: 100_000_000);
        for (var i = 0; i < (4 * capacity) + 100; i++)
        {
            Add(cache, Token(i), "value");
        }

        cache.Count.Should().BeInRange(Math.Max(1, capacity / 3), capacity);
    }

    [Fact]
    public void There_are_never_more_bytes_than_allowed_and_new_entries_still_enter()
    {
        using var cache = Cache(capacity: 1000, maxBytes: 10_000);
        var found = 0;
        for (var i = 0; i < 5000; i++)
        {
            Add(cache, Token(i), "value", bytes: 1000);
            cache.Bytes.Should().BeLessThanOrEqualTo(10_000);
            found += Find(cache, Token(i)) is null ? 0 : 1;
        }

        found.Should().BeGreaterThan(500);
    }

    [Fact]
    public void An_entry_larger_than_all_the_room_does_not_enter()
    {
        using var cache = Cache(maxBytes: 1000);

        Add(cache, Token(1), "one", bytes: 1001);

        cache.Count.Should().Be(0);
        cache.Bytes.Should().Be(0);
    }

    [Fact]
    public void An_entry_that_is_in_use_outlives_those_that_are_not()
    {
        using var cache = Cache(capacity: 8);
        Add(cache, Token(0), "kept");
        for (var i = 1; i < 1000; i++)
        {
            Find(cache, Token(0)).Should().Be("kept");
            Add(cache, Token(i), "passing");
        }
    }

    [Fact]
    public void Entries_that_nobody_uses_make_room_for_tokens_that_come_again_wherever_they_stand()
    {
        using var cache = Cache(capacity: 64);
        for (var i = 0; i < 4000; i++)
        {
            Add(cache, Token(i / 2), "value");
        }

        Enumerable.Range(0, 1000).Count(i => Find(cache, Token(i)) is not null).Should().BeLessThan(8);
    }

    /// <summary>One set of eight places, so that nothing hangs on how tokens are spread over sets.</summary>
    [Theory]
    [InlineData(9)]
    [InlineData(12)]
    [InlineData(16)]
    [InlineData(24)]
    public void A_stream_that_is_longer_than_the_table_and_comes_round_again_finds_a_part_of_it_in_each_round(int tokens)
    {
        using var cache = Cache(capacity: 8);
        Round(cache, 0, tokens, times: 4);

        Round(cache, 0, tokens, times: 20).Should().BeGreaterThanOrEqualTo(20 * 7, "eight fit, and each round may lose one");
    }

    [Fact]
    public void A_large_table_finds_a_part_of_a_stream_twice_as_long()
    {
        using var cache = Cache(capacity: 4096, maxBytes: 100_000_000);
        Round(cache, 0, 8192, times: 4);

        Round(cache, 0, 8192, times: 4).Should().BeGreaterThanOrEqualTo(4 * 8192 * 35 / 100);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(4)]
    [InlineData(1)]
    public void New_tokens_that_fit_take_over_from_old_ones_that_come_no_more(int tokens)
    {
        using var cache = Cache(capacity: 8);
        Round(cache, 0, 8, times: 10).Should().Be(9 * 8, "the old ones fit too, and each was in use");

        Round(cache, 100, tokens, times: 20);

        Round(cache, 100, tokens, times: 1).Should().Be(tokens);
    }

    [Fact]
    public void After_a_change_of_phase_a_stream_that_is_too_long_finds_as_much_of_itself_as_the_one_before()
    {
        using var cache = Cache(capacity: 8);
        Round(cache, 0, 16, times: 20);

        Round(cache, 100, 16, times: 4);

        Round(cache, 100, 16, times: 20).Should().BeGreaterThanOrEqualTo(20 * 7);
    }

    [Fact]
    public void Adding_the_same_token_again_replaces_its_entry()
    {
        using var cache = Cache();
        Add(cache, Token(1), "old");
        Add(cache, Token(1), "new");

        Find(cache, Token(1)).Should().Be("new");
        cache.Count.Should().Be(1);
        cache.Bytes.Should().Be(1000);
    }

    [Fact]
    public void What_is_over_leaves_memory_without_being_asked_for()
    {
        using var cache = Cache();
        Add(cache, Token(1), "short", TimeSpan.FromSeconds(30));
        Add(cache, Token(2), "long", TimeSpan.FromSeconds(300));

        _time.Advance(TimeSpan.FromMinutes(1));

        cache.Count.Should().Be(1);
        Find(cache, Token(2), Now.AddMinutes(1)).Should().Be("long");
    }

    [Fact]
    public void Disposal_empties_the_memory_and_keeps_it_empty()
    {
        var cache = Cache();
        Add(cache, Token(1), "one");

        cache.Dispose();
        Add(cache, Token(2), "two");

        cache.Count.Should().Be(0);
        cache.Bytes.Should().Be(0);
    }

    [Fact]
    public void Concurrent_writers_and_readers_keep_the_bounds_and_never_see_the_value_of_another_token()
    {
        using var cache = Cache(capacity: 64, maxBytes: 40_000);
        Parallel.For(0, 8, worker =>
        {
            var random = new Random(worker);
            for (var step = 0; step < 20_000; step++)
            {
                var i = random.Next(200);
                if (random.Next(3) == 0)
                {
                    Add(cache, Token(i), Token(i));
                }
                else if (Find(cache, Token(i)) is { } value)
                {
                    value.Should().Be(Token(i));
                }
            }
        });

        cache.Count.Should().BeLessThanOrEqualTo(64);
        cache.Bytes.Should().Be(cache.Count * 1000L);
    }

    /// <summary>One hundred characters that, as in a real token, differ most at the end.</summary>
    private static string Token(int number) =>
        new string('h', 33) + "." + new string('c', 22) + "." + RawToken.Base64(SHA256.HashData(BitConverter.GetBytes(number)));

    /// <summary>Asks for tokens of consecutive numbers, adds those that are not found, and counts those that are.</summary>
    private int Round(TokenCache<string> cache, int first, int count, int times)
    {
        var found = 0;
        for (var i = 0; i < count * times; i++)
        {
            var token = Token(first + (i % count));
            if (Find(cache, token) is null)
            {
                Add(cache, token, "value");
            }
            else
            {
                found++;
            }
        }

        return found;
    }

    private TokenCache<string> Cache(int capacity = 64, long maxBytes = 1_000_000) =>
        new(capacity, maxBytes, TimeSpan.FromMinutes(1), _time);

    private void Add(TokenCache<string> cache, string token, string value, TimeSpan? lifetime = null, int bytes = 1000) =>
        cache.Add(token, value, _generation, Now, lifetime ?? TimeSpan.FromMinutes(5), bytes);

    private string? Find(TokenCache<string> cache, string token, DateTimeOffset? now = null) =>
        cache.TryGet(token, _generation, now ?? Now, out var value) ? value : null;
}

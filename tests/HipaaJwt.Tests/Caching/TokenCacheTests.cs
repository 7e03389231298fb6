using System.Security.Cryptography;
using System.Text;
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
    public void A_token_that_differs_in_one_character_is_not_found(int position)
    {
        using var cache = Cache();
        Add(cache, Token(1), "one");
        var other = Token(1).ToCharArray();
        other[position] = other[position] == 'x' ? 'y' : 'x';

        Find(cache, new string(other)).Should().BeNull();
    }

    [Fact]
    public void A_token_with_the_same_signature_and_other_claims_is_not_found()
    {
        using var cache = Cache(capacity: 1);
        Add(cache, "header.claims." + new string('s', 86), "one");

        Find(cache, "header.clajms." + new string('s', 86)).Should().BeNull();
        Find(cache, "header.claims." + new string('s', 86)).Should().Be("one");
    }

    [Fact]
    public void An_entry_of_another_generation_is_not_usable()
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
    public void An_entry_is_usable_from_the_validation_until_it_expires(int seconds, bool usable)
    {
        using var cache = Cache();
        Add(cache, Token(1), "one", TimeSpan.FromSeconds(100));

        (Find(cache, Token(1), Now.AddSeconds(seconds)) is not null).Should().Be(usable);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(100)]
    [InlineData(4096)]
    public void The_number_of_entries_never_exceeds_the_capacity(int capacity)
    {
        using var cache = Cache(capacity, maxBytes: 100_000_000);
        for (var i = 0; i < (4 * capacity) + 100; i++)
        {
            Add(cache, Token(i), "value");
        }

        cache.Count.Should().BeInRange(Math.Max(1, capacity / 3), capacity);
    }

    [Fact]
    public void The_entries_never_exceed_the_allowed_bytes_and_new_entries_are_still_added()
    {
        using var cache = Cache(capacity: 1000, maxBytes: 10_000);
        var hits = 0;
        for (var i = 0; i < 5000; i++)
        {
            Add(cache, Token(i), "value", bytes: 1000);
            cache.Bytes.Should().BeLessThanOrEqualTo(10_000);
            hits += Find(cache, Token(i)) is null ? 0 : 1;
        }

        hits.Should().BeGreaterThan(500);
    }

    [Fact]
    public void An_entry_larger_than_the_allowed_bytes_is_not_added()
    {
        using var cache = Cache(maxBytes: 1000);

        Add(cache, Token(1), "one", bytes: 1001);

        cache.Count.Should().Be(0);
        cache.Bytes.Should().Be(0);
    }

    [Fact]
    public void A_used_entry_survives_unused_ones()
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
    public void Tokens_that_come_again_replace_unused_entries_in_every_set()
    {
        using var cache = Cache(capacity: 64);
        for (var i = 0; i < 4000; i++)
        {
            Add(cache, Token(i / 2), "value");
        }

        Enumerable.Range(0, 1000).Count(i => Find(cache, Token(i)) is not null).Should().BeLessThan(8);
    }

    /// <summary>One set of eight ways, so that the result does not depend on the distribution over sets.</summary>
    [Theory]
    [InlineData(9)]
    [InlineData(12)]
    [InlineData(16)]
    [InlineData(24)]
    public void A_recurring_stream_longer_than_the_cache_has_hits_in_each_round(int tokens)
    {
        using var cache = Cache(capacity: 8);
        RunStream(cache, 0, tokens, times: 4);

        RunStream(cache, 0, tokens, times: 20).Should().BeGreaterThanOrEqualTo(20 * 7, "eight tokens fit, and each round may miss one");
    }

    [Fact]
    public void A_large_cache_has_hits_for_a_stream_of_twice_its_capacity()
    {
        using var cache = Cache(capacity: 4096, maxBytes: 100_000_000);
        RunStream(cache, 0, 8192, times: 4);

        RunStream(cache, 0, 8192, times: 4).Should().BeGreaterThanOrEqualTo(4 * 8192 * 35 / 100);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(4)]
    [InlineData(1)]
    public void New_tokens_replace_old_ones_that_no_longer_come(int tokens)
    {
        using var cache = Cache(capacity: 8);
        RunStream(cache, 0, 8, times: 10).Should().Be(9 * 8, "all old tokens fit");

        RunStream(cache, 100, tokens, times: 20);

        RunStream(cache, 100, tokens, times: 1).Should().Be(tokens);
    }

    [Fact]
    public void A_second_stream_longer_than_the_cache_has_as_many_hits_as_the_first()
    {
        using var cache = Cache(capacity: 8);
        RunStream(cache, 0, 16, times: 20);

        RunStream(cache, 100, 16, times: 4);

        RunStream(cache, 100, 16, times: 20).Should().BeGreaterThanOrEqualTo(20 * 7);
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
    public void Expired_entries_are_removed_without_a_lookup()
    {
        using var cache = Cache();
        Add(cache, Token(1), "short", TimeSpan.FromSeconds(30));
        Add(cache, Token(2), "long", TimeSpan.FromSeconds(300));

        _time.Advance(TimeSpan.FromMinutes(1));

        cache.Count.Should().Be(1);
        Find(cache, Token(2), Now.AddMinutes(1)).Should().Be("long");
    }

    [Fact]
    public void Disposal_clears_the_cache_and_keeps_it_empty()
    {
        var cache = Cache();
        Add(cache, Token(1), "one");

        cache.Dispose();
        Add(cache, Token(2), "two");

        cache.Count.Should().Be(0);
        cache.Bytes.Should().Be(0);
    }

    [Fact]
    public void Concurrent_writers_and_readers_keep_the_bounds_and_never_read_the_value_of_another_token()
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

    [Fact]
    public void The_defaults_find_99_percent_of_10_000_tokens_in_rotation()
    {
        const int BytesOfToken = 3_700;
        using var cache = Cache(new TokenCacheOptions().Capacity, maxBytes: 40 * 1024 * 1024);

        RunStream(cache, first: 0, count: 10_000, times: 1, BytesOfToken);

        RunStream(cache, first: 0, count: 10_000, times: 1, BytesOfToken).Should().BeGreaterThanOrEqualTo(9_900);
    }

    /// <summary>Creates a token of 100 characters that, like a real token, differs from others most at its end.</summary>
    private static string Token(int number) =>
        new string('h', 33) + "." + new string('c', 22) + "." + RawToken.Base64(SHA256.HashData(BitConverter.GetBytes(number)));

    /// <summary>Looks up tokens with consecutive numbers and adds those that are missing.</summary>
    /// <returns>The number of hits.</returns>
    private int RunStream(TokenCache<string> cache, int first, int count, int times, int bytes = 1000)
    {
        var hits = 0;
        for (var i = 0; i < count * times; i++)
        {
            var token = Token(first + (i % count));
            if (Find(cache, token) is null)
            {
                Add(cache, token, "value", bytes: bytes);
            }
            else
            {
                hits++;
            }
        }

        return hits;
    }

    private TokenCache<string> Cache(int capacity = 64, long maxBytes = 1_000_000) =>
        new(capacity, maxBytes, TimeSpan.FromMinutes(1), _time);

    private void Add(TokenCache<string> cache, string token, string value, TimeSpan? lifetime = null, int bytes = 1000) =>
        cache.Add(Encoding.ASCII.GetBytes(token), value, _generation, Now, lifetime ?? TimeSpan.FromMinutes(5), bytes);

    private string? Find(TokenCache<string> cache, string token, DateTimeOffset? now = null) =>
        cache.TryGet(token, _generation, now ?? Now, out var value) ? value : null;
}

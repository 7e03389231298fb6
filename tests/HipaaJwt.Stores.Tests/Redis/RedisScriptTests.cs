using HipaaJwt.Stores.Tests.Contract;
using HipaaJwt.Stores.Tests.Redis.Support;
using StackExchange.Redis;

namespace HipaaJwt.Stores.Tests.Redis;

/// <summary>How the store uses Redis: scripts by their digest, keys, hints and clocks.</summary>
public sealed class RedisScriptTests(RedisFixture redis) : RedisTest(redis)
{
    private static readonly TimeSpan HintLimit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Scripts_are_sent_by_their_digest()
    {
        var store = await OpenAsync();
        await store.StartEpochAsync();
        await store.AppendAsync(0);
        await Process.CommandAsync("CONFIG", "RESETSTAT");

        await store.AppendAsync(1);
        await store.ReadAsync();
        await store.AppendAsync(2);
        await store.ReadAsync();

        var stats = await Process.CommandAsync("INFO", "commandstats");
        stats.Should().Contain("cmdstat_evalsha:calls=4,").And.NotContain("cmdstat_eval:");
    }

    [Fact]
    public async Task Scripts_that_Redis_no_longer_knows_are_sent_again()
    {
        var store = await OpenAsync();
        await store.StartEpochAsync();
        await store.AppendAsync(1);
        await store.ReadAsync();

        await Process.CommandAsync("SCRIPT", "FLUSH");
        await store.AppendAsync(2);
        await Process.CommandAsync("SCRIPT", "FLUSH");

        (await store.ReadAsync()).Revocations.Select(revocation => revocation.Key).Should().Equal(1, 2);
    }

    [Fact]
    public async Task All_keys_have_the_prefix_as_their_hash_tag()
    {
        var process = await StartProcessAsync();
        await process.Revocations.StartEpochAsync();
        await process.Revocations.AppendAsync(1);
        await process.Revocations.ReadAsync();
        await RedisUse.AddAsync(process.Replay, "a");

        var keys = await Process.CommandAsync("--scan", "--pattern", $"*{Prefix}*");

        keys.Split('\n').Should().HaveCount(5).And.OnlyContain(key => key.StartsWith($"{{{Prefix}}}:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wait_completes_after_an_append_of_another_process()
    {
        var (waiting, other) = (await OpenAsync(), await OpenAsync());
        await other.StartEpochAsync();
        var wait = waiting.WaitForAppendAsync(TestContext.Current.CancellationToken);
        await WaitForSubscriptionAsync();
        wait.IsCompleted.Should().BeFalse();

        await other.AppendAsync(1);

        await wait.WaitAsync(HintLimit);
    }

    [Fact]
    public async Task An_append_succeeds_if_the_user_may_not_publish_the_hint()
    {
        await Process.CommandAsync("ACL", "SETUSER", "quiet", "on", ">secret", "resetchannels", "~*", "+@all");
        var store = await OpenAsync(",user=quiet,password=secret");
        await store.StartEpochAsync();

        await store.AppendAsync(1);

        (await store.ReadAsync()).Revocations.Should().HaveCount(1);
    }

    [Fact]
    public async Task A_tag_is_any_64_bit_number_and_survives_exactly()
    {
        var store = await OpenAsync();
        await store.StartEpochAsync();
        List<LoggedRevocation> appended = [];
        for (var count = 0; count < 200; count++)
        {
            appended.Add(await store.AppendAsync((UInt128)count));
        }

        appended.Should().Contain(revocation => revocation.Tag < 0).And.Contain(revocation => revocation.Tag > 1L << 53);
        (await store.ReadAsync(max: 1_000)).Revocations.Select(revocation => revocation.Tag)
            .Should().Equal(appended.Select(revocation => revocation.Tag));
    }

    [Fact]
    public async Task A_retention_that_is_longer_than_the_calendar_is_kept_for_a_century()
    {
        var store = await OpenAsync();
        await store.StartEpochAsync();

        var appended = await store.AppendAsync(1, TimeSpan.MaxValue);

        (appended.ExpiresAt - appended.RevokedAt).Should().Be(TimeSpan.FromDays(36_500));
    }

    [Fact]
    public async Task More_revocations_than_one_script_removes_are_pruned_in_one_call()
    {
        var store = await OpenAsync();
        await store.StartEpochAsync();
        await Task.WhenAll(Enumerable.Range(0, 2_500).Select(key => store.AppendAsync((UInt128)key, TimeSpan.FromMilliseconds(1))));

        (await ((IExpiringStore)store).PruneAsync(2_400, CancellationToken.None)).Should().Be(2_400);
        (await ((IExpiringStore)store).PruneAsync(int.MaxValue, CancellationToken.None)).Should().Be(100);
    }

    [Fact]
    public async Task The_lifetime_of_a_used_token_is_its_rest_and_10_minutes()
    {
        var process = await StartProcessAsync();

        await RedisUse.AddAsync(process.Replay, "a", TimeSpan.FromMinutes(5));

        var seconds = await Process.CommandAsync("TTL", $"{{{Prefix}}}:replay:{RedisUse.Digest("a")}");
        int.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture).Should().BeInRange(895, 900);
    }

    [Fact]
    public async Task A_key_with_another_type_is_an_error()
    {
        var store = await OpenAsync();
        await Process.CommandAsync("SET", $"{{{Prefix}}}:log", "value");

        await store.Awaiting(target => target.StartEpochAsync(null, hasFloor: true, CancellationToken.None).AsTask())
            .Should().ThrowAsync<RedisServerException>();
    }

    private Task WaitForSubscriptionAsync() => Poll.UntilAsync(
        async () => (await Process.CommandAsync("PUBSUB", "NUMSUB", $"{{{Prefix}}}:appended")).EndsWith('1'), "the store subscribes");
}

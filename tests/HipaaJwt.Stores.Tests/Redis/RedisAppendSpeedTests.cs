using HipaaJwt.Redis.Revocations;
using HipaaJwt.Redis.Servers;
using HipaaJwt.Stores.Tests.Contract;
using HipaaJwt.Stores.Tests.Redis.Support;
using StackExchange.Redis;

namespace HipaaJwt.Stores.Tests.Redis;

/// <summary>Compares appends of the store with the same script, sent by the same driver to the same server.</summary>
[Trait("Speed", "Slow")]
public sealed class RedisAppendSpeedTests(RedisFixture redis) : RedisTest(redis)
{
    private const int Rounds = 15;
    private const int AppendsPerRound = 200;

    [Fact]
    public async Task An_append_is_at_least_70_percent_as_fast_as_its_script_alone()
    {
        var (store, database) = (await OpenAsync(), Connect().GetDatabase());
        await store.StartEpochAsync();
        var keys = new RedisKeys(Prefix);
        RedisKey[] names = [keys.Head, keys.Log, keys.Expiry, keys.Pull];
        RedisValue[] arguments = [1L << 62, 2, new string('f', 32), 3_600_000_000, keys.Appended.ToString()];
        List<double> ratios = [];

        // The first round is not counted.
        for (var round = 0; round <= Rounds; round++)
        {
            var byHand = await RunAsync(() => database.ScriptEvaluateAsync(LogScripts.Append, names, arguments));
            var byStore = await RunAsync(() => store.AppendAsync(LogReader.Entry(1), CancellationToken.None).AsTask());
            ratios.Add(byHand / byStore);
        }

        ratios.RemoveAt(0);
        ratios.Sort();
        TestContext.Current.TestOutputHelper?.WriteLine($"Median of the ratios: {ratios[Rounds / 2]:F3}");
        ratios[Rounds / 2].Should().BeGreaterThan(0.7);
    }

    private static async Task<TimeSpan> RunAsync(Func<Task> append)
    {
        var start = TimeProvider.System.GetTimestamp();
        for (var count = 0; count < AppendsPerRound; count++)
        {
            await append();
        }

        return TimeProvider.System.GetElapsedTime(start);
    }
}

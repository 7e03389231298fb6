using System.Globalization;
using HipaaJwt.Redis.Revocations;
using HipaaJwt.Redis.Servers;
using HipaaJwt.Stores.Tests.Contract;
using HipaaJwt.Stores.Tests.Redis.Support;
using HipaaJwt.Stores.Tests.Support;
using StackExchange.Redis;

namespace HipaaJwt.Stores.Tests.Redis;

/// <summary>Compares appends of the store with the same script, sent by the same driver to the same server.</summary>
[Trait("Speed", "Slow")]
public sealed class RedisAppendSpeedTests(RedisFixture redis) : RedisTest(redis)
{
    private const int Warmup = 200;
    private const int Appends = 1_500;
    private const double LeastRatio = 0.7;

    [Fact(Explicit = true)]
    public async Task An_append_is_at_least_70_percent_as_fast_as_its_script_alone()
    {
        var (store, database) = (await OpenAsync(), Connect().GetDatabase());
        await store.StartEpochAsync();
        var keys = new RedisKeys(Prefix);
        RedisKey[] names = [keys.Head, keys.Log, keys.Expiry, keys.Pull];
        RedisValue[] arguments = [1L << 62, 2, new string('f', 32), 3_600_000_000, keys.Appended.ToString()];
        var ratio = await SpeedRatio.BestAsync(LeastRatio, async () =>
        {
            List<double> byHand = [];
            List<double> byStore = [];

            // The two alternate, so that other processes disturb both alike.
            for (var count = 0; count < Warmup + Appends; count++)
            {
                byHand.Add(await MeasureAsync(() => database.ScriptEvaluateAsync(LogScripts.Append, names, arguments)));
                byStore.Add(await MeasureAsync(() => store.AppendAsync(LogReader.Entry(1), CancellationToken.None).AsTask()));
            }

            var measured = Median(byHand) / Median(byStore);
            TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Ratio: {measured:F3}"));
            return measured;
        });

        ratio.Should().BeGreaterThanOrEqualTo(LeastRatio);
    }

    private static double Median(List<double> values) => values.Skip(Warmup).Order().ElementAt(Appends / 2);

    private static async Task<double> MeasureAsync(Func<Task> append)
    {
        var start = TimeProvider.System.GetTimestamp();
        await append();
        return TimeProvider.System.GetElapsedTime(start).TotalMicroseconds;
    }
}

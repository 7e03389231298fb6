namespace HipaaJwt.Stores.Tests.Redis.Support;

/// <summary>A cluster of one server that has all hash slots.</summary>
public sealed class RedisClusterFixture : RedisFixture
{
    public RedisClusterFixture()
        : base(["--cluster-enabled", "yes"])
    {
    }

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        if (RedisProcess.IsInstalled)
        {
            await Process.CommandAsync("CLUSTER", "ADDSLOTSRANGE", "0", "16383");
            await Poll.UntilAsync(
                async () => (await Process.CommandAsync("CLUSTER", "INFO")).Contains("cluster_state:ok", StringComparison.Ordinal),
                "the cluster starts");
        }
    }
}

using HipaaJwt.Stores.Tests.Contract;
using HipaaJwt.Stores.Tests.Redis.Support;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace HipaaJwt.Stores.Tests.Redis;

/// <summary>Tests beyond the contract that share a server. Each test has a prefix of its own.</summary>
public abstract class RedisTest : StoreContract, IClassFixture<RedisFixture>
{
    private readonly RedisFixture _redis;

    protected RedisTest(RedisFixture redis) => _redis = redis;

    protected string Prefix { get; } = Guid.NewGuid().ToString("N");

    protected RedisProcess Process => _redis.Process;

    /// <summary>A suffix of the configuration of the next connection.</summary>
    private string ConnectionOptions { get; set; } = string.Empty;

    public override ValueTask InitializeAsync()
    {
        RedisProcess.SkipIfMissing();
        return base.InitializeAsync();
    }

    protected override void AddStores(HipaaJwtBuilder builder)
    {
        var options = ConnectionOptions;
        builder.AddRedisStores(_ => _redis.Connect(options), stores => stores.KeyPrefix = Prefix);
    }

    protected IConnectionMultiplexer Connect() => _redis.Connect();

    protected async Task<IRevocationStore> OpenAsync(string options = "")
    {
        ConnectionOptions = options;
        return (await StartProcessAsync()).Revocations;
    }
}

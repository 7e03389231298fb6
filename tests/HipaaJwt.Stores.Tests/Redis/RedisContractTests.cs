using HipaaJwt.Stores.Tests.Contract;
using HipaaJwt.Stores.Tests.Redis.Support;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.Stores.Tests.Redis;

public sealed class RedisRevocationStoreTests(RedisFixture redis) : SharedRevocationStoreContract, IClassFixture<RedisFixture>
{
    private readonly string _prefix = Guid.NewGuid().ToString("N");

    public override ValueTask InitializeAsync()
    {
        RedisProcess.SkipIfMissing();
        return base.InitializeAsync();
    }

    protected override void AddStores(HipaaJwtBuilder builder) =>
        builder.AddRedisStores(_ => redis.Connect(), options => options.KeyPrefix = _prefix);
}

public sealed class RedisReplayStoreTests(RedisFixture redis) : SharedReplayStoreContract, IClassFixture<RedisFixture>
{
    private readonly string _prefix = Guid.NewGuid().ToString("N");

    public override ValueTask InitializeAsync()
    {
        RedisProcess.SkipIfMissing();
        return base.InitializeAsync();
    }

    protected override void AddStores(HipaaJwtBuilder builder) =>
        builder.AddRedisStores(_ => redis.Connect(), options => options.KeyPrefix = _prefix);
}

/// <summary>The same in a cluster: all keys of a script must be in one hash slot.</summary>
public sealed class RedisClusterTests(RedisClusterFixture redis) : SharedRevocationStoreContract, IClassFixture<RedisClusterFixture>
{
    private readonly string _prefix = Guid.NewGuid().ToString("N");

    public override ValueTask InitializeAsync()
    {
        RedisProcess.SkipIfMissing();
        return base.InitializeAsync();
    }

    protected override void AddStores(HipaaJwtBuilder builder) =>
        builder.AddRedisStores(_ => redis.Connect(), options => options.KeyPrefix = _prefix);
}

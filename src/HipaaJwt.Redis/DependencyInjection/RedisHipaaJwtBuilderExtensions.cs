using HipaaJwt;
using HipaaJwt.Redis.Replay;
using HipaaJwt.Redis.Revocations;
using HipaaJwt.Redis.Servers;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the stores in Redis.</summary>
public static class RedisHipaaJwtBuilderExtensions
{
    /// <summary>
    /// Stores revocations, and used one-time tokens and DPoP proofs, in Redis 6.2 or later. This turns revocation on. The stores serve all
    /// trusts of the process and replace earlier ones. The start warns of parameters of Redis with which acknowledged revocations can be
    /// lost. It fails if Redis removes entries when its memory is full.
    /// </summary>
    /// <param name="builder">The builder of <c>AddHipaaJwt</c>.</param>
    /// <param name="multiplexer">
    /// The connection. The application disposes of it. It uses the default database of the connection.
    /// </param>
    /// <param name="configure">Changes the options; by default none.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="multiplexer"/> is null.</exception>
    /// <example>
    /// <code>
    /// var redis = await ConnectionMultiplexer.ConnectAsync("redis.hospital.example:6380,ssl=true,abortConnect=false");
    /// builder.Services.AddHipaaJwt(options => …).AddRedisStores(redis, options => options.WaitForReplicas = 1);
    /// </code>
    /// </example>
    public static HipaaJwtBuilder AddRedisStores(
        this HipaaJwtBuilder builder, IConnectionMultiplexer multiplexer, Action<RedisStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(multiplexer);
        return builder.AddRedisStores(_ => multiplexer, configure);
    }

    /// <summary>
    /// Stores revocations, and used one-time tokens and DPoP proofs, in Redis 6.2 or later, like
    /// <see cref="AddRedisStores(HipaaJwtBuilder, IConnectionMultiplexer, Action{RedisStoreOptions}?)"/>.
    /// </summary>
    /// <param name="builder">The builder of <c>AddHipaaJwt</c>.</param>
    /// <param name="connect">
    /// Gets or creates the connection. It is called at start, and again at the next use after it has thrown a
    /// <see cref="RedisConnectionException"/>. The stores do not dispose of the connection.
    /// </param>
    /// <param name="configure">Changes the options; by default none.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="connect"/> is null.</exception>
    /// <example><code>.AddRedisStores(services => services.GetRequiredService&lt;IConnectionMultiplexer&gt;())</code></example>
    public static HipaaJwtBuilder AddRedisStores(
        this HipaaJwtBuilder builder,
        Func<IServiceProvider, IConnectionMultiplexer> connect,
        Action<RedisStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(connect);
        var services = builder.Services;
        services.AddOptions<RedisStoreOptions>().Configure(options => configure?.Invoke(options));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RedisStoreOptions>, RedisStoreOptionsValidator>());
        services.RemoveAll<RedisServer>();
        services.AddSingleton(provider => new RedisServer(
            () => connect(provider),
            provider.GetRequiredService<IOptions<RedisStoreOptions>>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<RedisServer>>()));
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IStoreInitializer, RedisServer>(provider => provider.GetRequiredService<RedisServer>()));
        return builder.AddRevocationStore<RedisRevocationStore>().AddReplayStore<RedisReplayStore>();
    }
}

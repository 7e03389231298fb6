using HipaaJwt.Redis.Servers;
using StackExchange.Redis;

namespace HipaaJwt.Redis.Replay;

/// <summary>Stores used one-time tokens and DPoP proofs in Redis, which removes them after their expiry.</summary>
internal sealed class RedisReplayStore : IReplayStore
{
    /// <summary>The time for which an entry outlives its expiry, because the clocks of the instances and of Redis differ.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(10);

    private readonly RedisServer _server;
    private readonly TimeProvider _time;

    public RedisReplayStore(RedisServer server, TimeProvider time)
    {
        _server = server;
        _time = time;
    }

    public async ValueTask<ReplayResult> TryAddAsync(ReplayEntry entry, CancellationToken cancellationToken)
    {
        var rest = entry.ExpiresAt - _time.GetUtcNow();
        var lifetime = (rest > TimeSpan.Zero ? rest : TimeSpan.Zero) + Margin;
        var multiplexer = await _server.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var isAdded = await multiplexer.GetDatabase()
            .StringSetAsync(_server.Keys.Replay(entry.Key), 1, lifetime, When.NotExists, CommandFlags.DemandMaster)
            .WaitAsync(cancellationToken)
            .ConfigureAwait(false);
        return isAdded ? ReplayResult.FirstUse : ReplayResult.UsedBefore;
    }
}

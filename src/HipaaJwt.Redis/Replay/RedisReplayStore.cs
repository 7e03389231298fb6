using HipaaJwt.Redis.Servers;
using StackExchange.Redis;

namespace HipaaJwt.Redis.Replay;

/// <summary>Stores used one-time tokens and DPoP proofs in Redis, which removes them after their expiry.</summary>
internal sealed class RedisReplayStore : IReplayStore
{
    /// <summary>The time for which an entry outlives its expiry, because the clocks of the instances and of Redis differ.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(10);

    /// <summary>The shortest lifetime of a key.</summary>
    private static readonly TimeSpan MinLifetime = TimeSpan.FromMilliseconds(1);

    private readonly RedisServer _server;
    private readonly TimeProvider _time;

    public RedisReplayStore(RedisServer server, TimeProvider time)
    {
        _server = server;
        _time = time;
    }

    public async ValueTask<ReplayResult> TryAddAsync(ReplayEntry entry, CancellationToken cancellationToken)
    {
        var database = (await _server.ConnectAsync(cancellationToken).ConfigureAwait(false)).GetDatabase();
        cancellationToken.ThrowIfCancellationRequested();
        var isFirst = await AddAsync(database, entry).WaitAsync(cancellationToken).ConfigureAwait(false);
        return isFirst ? ReplayResult.FirstUse : ReplayResult.UsedBefore;
    }

    /// <summary>
    /// Adds the entry with a relative lifetime, so that the clock of Redis need not agree with the clock of this instance. An entry that is
    /// not kept any more is only looked up: it can no longer be accepted.
    /// </summary>
    private async Task<bool> AddAsync(IDatabase database, ReplayEntry entry)
    {
        var key = _server.Keys.Replay(entry.Key);
        var lifetime = entry.ExpiresAt - _time.GetUtcNow() + Margin;
        return lifetime >= MinLifetime
            ? await database.StringSetAsync(key, 1, lifetime, When.NotExists, CommandFlags.DemandMaster).ConfigureAwait(false)
            : !await database.KeyExistsAsync(key, CommandFlags.DemandMaster).ConfigureAwait(false);
    }
}

using HipaaJwt.Redis.Servers;
using StackExchange.Redis;

namespace HipaaJwt.Redis.Revocations;

/// <summary>Waits until replicas have received what was written.</summary>
internal sealed class ReplicaWait
{
    /// <summary>The limit of the wait, because Redis answers no other command of the connection meanwhile.</summary>
    private const int LimitMilliseconds = 1_000;

    private readonly RedisServer _server;

    public ReplicaWait(RedisServer server) => _server = server;

    /// <summary>
    /// Waits for the replicas that the options demand. <c>WAIT</c> counts the replicas that have the last write of its connection. The
    /// write here makes that a later one than the append, also if the connection was lost in between.
    /// </summary>
    /// <exception cref="RedisException">Too few replicas have received the write.</exception>
    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        var required = _server.Options.WaitForReplicas;
        if (required == 0)
        {
            return;
        }

        var multiplexer = await _server.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var database = multiplexer.GetDatabase();
        var endpoint = await database.IdentifyEndpointAsync(_server.Keys.Head, CommandFlags.DemandMaster)
            .WaitAsync(cancellationToken)
            .ConfigureAwait(false);
        var write = database.StringSetAsync(_server.Keys.Pull, required, flags: CommandFlags.DemandMaster);
        var wait = multiplexer.GetServer(endpoint!).ExecuteAsync("WAIT", required, LimitMilliseconds);
        await write.WaitAsync(cancellationToken).ConfigureAwait(false);
        if ((int)await wait.WaitAsync(cancellationToken).ConfigureAwait(false) < required)
        {
            throw new RedisException("Fewer replicas than RedisStoreOptions.WaitForReplicas have received the revocation.");
        }
    }
}

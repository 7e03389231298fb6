using System.Globalization;
using System.Security.Cryptography;
using HipaaJwt.Redis.Servers;
using StackExchange.Redis;

namespace HipaaJwt.Redis.Revocations;

/// <summary>
/// Stores revocations in Redis. Each operation is one script, which the driver sends by its digest, and in full if Redis does not know it.
/// The driver ignores cancellation, so each wait ends by itself and the command may still run.
/// </summary>
internal sealed class RedisRevocationStore : IRevocationStore, IExpiringStore, IDisposable
{
    /// <summary>The maximum retention, so that the expiry is an exact number in Lua.</summary>
    private static readonly TimeSpan MaxRetention = TimeSpan.FromDays(36_500);

    private readonly RedisServer _server;
    private readonly ReplicaWait _replicas;
    private readonly AppendSignal _signal;

    public RedisRevocationStore(RedisServer server)
    {
        _server = server;
        _replicas = new ReplicaWait(server);
        _signal = new AppendSignal(server);
    }

    public async ValueTask<RevocationLogPage> ReadAsync(
        RevocationLogPosition position, int maxRevocations, CancellationToken cancellationToken)
    {
        // One more, because the entry at the position has its tag. The identifiers of a stream are not negative.
        RedisValue[] arguments = [Math.Max(position.Sequence, 0), maxRevocations + 1L];
        var reply = await RunAsync(LogScripts.Read, arguments, cancellationToken).ConfigureAwait(false);
        return LogReply.ReadPage(reply, position.Sequence, maxRevocations);
    }

    public async ValueTask<LoggedRevocation?> AppendAsync(RevocationEntry entry, CancellationToken cancellationToken)
    {
        var retention = entry.Retention < MaxRetention ? entry.Retention : MaxRetention;
        RedisValue[] arguments =
        [
            NewTag(),
            (int)entry.Kind,
            entry.Key.ToString("x32", CultureInfo.InvariantCulture),
            retention.Ticks / TimeSpan.TicksPerMicrosecond,
            _server.Keys.Appended.ToString(),
        ];
        var appended = LogReply.ReadAppended(await RunAsync(LogScripts.Append, arguments, cancellationToken).ConfigureAwait(false));
        await _replicas.WaitAsync(cancellationToken).ConfigureAwait(false);
        return appended;
    }

    public async ValueTask StartEpochAsync(Guid? replaced, bool hasFloor, CancellationToken cancellationToken)
    {
        RedisValue[] arguments =
        [
            replaced?.ToString("N") ?? string.Empty,
            Guid.NewGuid().ToString("N"),
            NewTag(),
            hasFloor ? 1 : 0,
            _server.Keys.Appended.ToString(),
        ];
        await RunAsync(LogScripts.StartEpoch, arguments, cancellationToken).ConfigureAwait(false);
        await _replicas.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public Task WaitForAppendAsync(CancellationToken cancellationToken) => _signal.WaitAsync(cancellationToken);

    public async ValueTask<int> PruneAsync(int maxEntries, CancellationToken cancellationToken)
    {
        for (var removed = 0; ;)
        {
            var batch = Math.Min(maxEntries - removed, LogScripts.MaxPrune);
            var count = (int)await RunAsync(LogScripts.Prune, [batch], cancellationToken).ConfigureAwait(false);
            removed += count;
            if (count < batch || removed >= maxEntries)
            {
                return removed;
            }
        }
    }

    public void Dispose() => _signal.Dispose();

    private static RedisValue NewTag() => BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));

    private async Task<RedisResult> RunAsync(string script, RedisValue[] arguments, CancellationToken cancellationToken)
    {
        var multiplexer = await _server.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var keys = _server.Keys;
        cancellationToken.ThrowIfCancellationRequested();
        return await multiplexer.GetDatabase()
            .ScriptEvaluateAsync(script, [keys.Head, keys.Log, keys.Expiry, keys.Pull], arguments, CommandFlags.DemandMaster)
            .WaitAsync(cancellationToken)
            .ConfigureAwait(false);
    }
}

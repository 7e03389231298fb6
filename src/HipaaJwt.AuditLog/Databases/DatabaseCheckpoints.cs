using HipaaJwt.AuditLog.Merkle;
using HipaaJwt.AuditLog.Writing;

namespace HipaaJwt.AuditLog.Databases;

/// <summary>
/// Signs checkpoints of a log in a database. It reads what all processes have appended since the last checkpoint, so that it signs only
/// what continues the events that it has signed before. Acknowledgements do not wait for it.
/// </summary>
internal sealed class DatabaseCheckpoints : IDisposable
{
    private const int PollsPerInterval = 10;

    private readonly DatabaseStream _stream;
    private readonly CheckpointSchedule _schedule;
    private readonly ILogObserver _observer;
    private readonly Action<AuditLogCheckpoint> _publish;
    private readonly TimeProvider _time;
    private readonly TimeSpan _poll;
    private readonly MerkleHash _hash = new();
    private readonly MerkleFrontier _tree;
    private readonly CancellationTokenSource _stop = new();
    private Task _work = Task.CompletedTask;
    private volatile bool _isContradicted;

    /// <param name="stream">The log.</param>
    /// <param name="start">The newest checkpoint, which was verified.</param>
    /// <param name="settings">The limits.</param>
    /// <param name="observer">Receives failures.</param>
    /// <param name="publish">Receives each durable checkpoint. It must not wait.</param>
    /// <param name="time">The clock.</param>
    public DatabaseCheckpoints(
        DatabaseStream stream,
        AuditLogStoredCheckpoint start,
        LogSettings settings,
        ILogObserver observer,
        Action<AuditLogCheckpoint> publish,
        TimeProvider time)
    {
        _stream = stream;
        _schedule = new CheckpointSchedule(settings, time);
        _observer = observer;
        _publish = publish;
        _time = time;
        _poll = settings.CheckpointInterval / PollsPerInterval;
        _tree = HeadTree.Restore(_hash, start.Size, start.Frontier);
    }

    /// <summary>Whether the database has other events than this process has signed.</summary>
    public bool IsContradicted => _isContradicted;

    /// <summary>Starts to sign.</summary>
    /// <param name="count">Gets the number of events that this process has seen.</param>
    public void Start(Func<long> count) => _work = Task.Run(() => RunAsync(count));

    /// <summary>Signs and stores a checkpoint of all events, unless there is one.</summary>
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        var state = await _stream.Database.ReadStateAsync(cancellationToken).ConfigureAwait(false);
        if (state is null || state.Head.Size < _tree.Count)
        {
            throw new AuditLogDamagedException("The database has lost events that a checkpoint covers.");
        }

        await _stream.GrowAsync(_tree, hash: null, state.Head.Size, cancellationToken).ConfigureAwait(false);
        if (!_tree.IsOf(state.Head))
        {
            throw new AuditLogDamagedException("The head of the database does not have the hashes of its events.");
        }

        var root = _tree.Root();
        if (state.Checkpoint?.Size != _tree.Count)
        {
            var signed = _stream.Key.Sign(_stream.Origin, _tree.Count, root);
            await _stream.Database.AddCheckpointAsync(new(_tree.Count, signed.Note, HeadTree.ToBytes(_tree)), cancellationToken)
                .ConfigureAwait(false);
        }

        _publish(await ReadAsync(_tree.Count, root, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Ends the signing after a last checkpoint, within a limit.</summary>
    public async Task CloseAsync(TimeSpan limit)
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        using var end = new CancellationTokenSource(limit, _time);
        await _work.WaitAsync(end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_isContradicted && _work.IsCompleted)
        {
            await ((Task)TryWriteAsync(end.Token)).WaitAsync(end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Dispose()
    {
        _hash.Dispose();
        _stop.Dispose();
    }

    /// <summary>Another process may have stored its checkpoint of the same events first.</summary>
    private async Task<AuditLogCheckpoint> ReadAsync(long size, byte[] root, CancellationToken cancellationToken)
    {
        var stored = await _stream.Database.ReadCheckpointsAsync(size, 1, cancellationToken).ConfigureAwait(false);
        return stored is [{ } one] && AuditLogCheckpoint.TryParse(one.Note, out var checkpoint) && checkpoint.Size == size
            && checkpoint.Origin == _stream.Origin && checkpoint.Root.Span.SequenceEqual(root)
            && _stream.Key.VerifierKey.Verifies(checkpoint)
            ? checkpoint
            : throw new AuditLogDamagedException($"The database has another checkpoint of {size} events.");
    }

    private async Task RunAsync(Func<long> count)
    {
        while (!_stop.IsCancellationRequested && !_isContradicted)
        {
            await Task.Delay(_poll, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var size = count();
            if (_schedule.IsDue(size) && !_stop.IsCancellationRequested)
            {
                _schedule.Record(size);
                using var limit = new CancellationTokenSource(_stream.WriteTimeout, _time);
                if (!await TryWriteAsync(limit.Token).ConfigureAwait(false))
                {
                    _schedule.Record(-1);
                }
            }
        }
    }

#pragma warning disable CA1031 // A database may throw any exception. The checkpoint is tried again.
    private async Task<bool> TryWriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            // A driver may block. The tree is used by one write at a time, so a write that does not end stops the signing.
            await Task.Run(() => WriteAsync(cancellationToken), CancellationToken.None).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception)
        {
            _isContradicted |= exception is AuditLogDamagedException;
            _observer.OnCheckpointFailed(exception.GetType().Name);
            return false;
        }
    }
#pragma warning restore CA1031
}

using System.Globalization;
using HipaaJwt.AuditLog.Format;

namespace HipaaJwt.AuditLog.Verification;

/// <summary>
/// Reads the signed checkpoints of a stream in order and checks their signatures ahead of time, on another thread. Not thread-safe.
/// </summary>
internal sealed class CheckpointFeed : IAsyncDisposable
{
    private const int BatchSize = 64;

    private readonly INoteSource _source;
    private readonly string _origin;
    private readonly CheckpointKey[] _keys;
    private readonly Queue<SignedNote> _ready = new();
    private Task<List<SignedNote>> _next;

    /// <param name="source">The notes. The feed disposes it.</param>
    /// <param name="origin">The name of the stream.</param>
    /// <param name="keys">The trusted keys.</param>
    public CheckpointFeed(INoteSource source, string origin, IEnumerable<AuditLogVerifierKey> keys)
    {
        _source = source;
        _origin = origin;
        _keys = [.. keys.Select(key => new CheckpointKey(key))];
        _next = Task.Run(ReadBatchAsync);
    }

    /// <summary>The next note without taking it; null at the end.</summary>
    public async ValueTask<SignedNote?> PeekAsync()
    {
        if (_ready.Count == 0)
        {
            var batch = await _next.ConfigureAwait(false);
            batch.ForEach(_ready.Enqueue);
            _next = batch.Count == BatchSize ? Task.Run(ReadBatchAsync) : Task.FromResult<List<SignedNote>>([]);
        }

        return _ready.TryPeek(out var note) ? note : null;
    }

    /// <summary>Takes the next note.</summary>
    public void Take() => _ready.Dequeue();

    public async ValueTask DisposeAsync()
    {
        await ((Task)_next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Array.ForEach(_keys, key => key.Dispose());
        await _source.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<List<SignedNote>> ReadBatchAsync()
    {
        var batch = new List<SignedNote>(BatchSize);
        while (batch.Count < BatchSize && await _source.ReadAsync().ConfigureAwait(false) is { } note)
        {
            batch.Add(Check(note));
        }

        return batch;
    }

    private SignedNote Check(StoredNote note)
    {
        if (note.Checkpoint is not { } checkpoint || checkpoint.Origin != _origin)
        {
            return Problem(
                note, AuditLogProblemCode.CheckpointMalformed, "The file contains a note that is no checkpoint of this stream.");
        }

        return Array.Exists(_keys, key => key.Verifies(checkpoint))
            ? new SignedNote(checkpoint, note.Offset, null)
            : Problem(note, AuditLogProblemCode.SignatureInvalid, string.Create(
                CultureInfo.InvariantCulture, $"The signature of the checkpoint at {checkpoint.Size} is not by a trusted key."));
    }

    private static SignedNote Problem(StoredNote note, AuditLogProblemCode code, string message) =>
        new(null, note.Offset, new AuditLogProblem(code, StreamFiles.Checkpoints, null, note.Offset, null, message));
}

using System.Globalization;
using HipaaJwt.AuditLog.Format;
using HipaaJwt.AuditLog.Keys;
using HipaaJwt.AuditLog.Streams;

namespace HipaaJwt.AuditLog.Verification;

/// <summary>
/// Reads the signed checkpoints of a stream in order and checks their signatures ahead of time, on another thread. Not thread-safe.
/// </summary>
internal sealed class CheckpointFeed : IAsyncDisposable
{
    private const int BatchSize = 64;

    private readonly FileStream _file;
    private readonly long _end;
    private readonly string _origin;
    private readonly NoteReader _reader;
    private readonly CheckpointKey[] _keys;
    private readonly Queue<SignedNote> _ready = new();
    private Task<List<SignedNote>> _next;

    /// <param name="file">The file <c>checkpoints</c>. The feed disposes it.</param>
    /// <param name="end">The length of the file to read.</param>
    /// <param name="origin">The name of the stream.</param>
    /// <param name="keys">The trusted keys.</param>
    public CheckpointFeed(FileStream file, long end, string origin, IEnumerable<AuditLogVerifierKey> keys)
    {
        _file = file;
        _end = end;
        _origin = origin;
        _reader = new NoteReader(file);
        _keys = [.. keys.Select(key => new CheckpointKey(key))];
        _next = Task.Run(ReadBatch);
    }

    /// <summary>The next note without taking it; null at the end.</summary>
    public async ValueTask<SignedNote?> PeekAsync()
    {
        if (_ready.Count == 0)
        {
            var batch = await _next.ConfigureAwait(false);
            batch.ForEach(_ready.Enqueue);
            _next = batch.Count == BatchSize ? Task.Run(ReadBatch) : Task.FromResult<List<SignedNote>>([]);
        }

        return _ready.TryPeek(out var note) ? note : null;
    }

    /// <summary>Takes the next note.</summary>
    public void Take() => _ready.Dequeue();

    public async ValueTask DisposeAsync()
    {
        await ((Task)_next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Array.ForEach(_keys, key => key.Dispose());
        _reader.Dispose();
        await _file.DisposeAsync().ConfigureAwait(false);
    }

    private List<SignedNote> ReadBatch()
    {
        var batch = new List<SignedNote>(BatchSize);
        while (batch.Count < BatchSize && _reader.TryRead() && _reader.NextOffset <= _end)
        {
            batch.Add(Check());
        }

        return batch;
    }

    private SignedNote Check()
    {
        if (!_reader.TryParse(out var checkpoint) || checkpoint.Origin != _origin)
        {
            return Problem(AuditLogProblemCode.CheckpointMalformed, "The file contains a note that is no checkpoint of this stream.");
        }

        return Array.Exists(_keys, key => key.Verifies(checkpoint))
            ? new SignedNote(checkpoint, _reader.Offset, null)
            : Problem(AuditLogProblemCode.SignatureInvalid, string.Create(
                CultureInfo.InvariantCulture, $"The signature of the checkpoint at {checkpoint.Size} is not by a trusted key."));
    }

    private SignedNote Problem(AuditLogProblemCode code, string message) =>
        new(null, _reader.Offset, new AuditLogProblem(code, StreamFiles.Checkpoints, null, _reader.Offset, null, message));
}

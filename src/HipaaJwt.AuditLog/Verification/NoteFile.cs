using HipaaJwt.AuditLog.Streams;

namespace HipaaJwt.AuditLog.Verification;

/// <summary>Reads the notes of the file <c>checkpoints</c>.</summary>
internal sealed class NoteFile : INoteSource
{
    private readonly FileStream _file;
    private readonly NoteReader _reader;
    private readonly long _end;

    /// <param name="file">The file. It is disposed with this object.</param>
    /// <param name="end">The length of the file to read.</param>
    public NoteFile(FileStream file, long end)
    {
        _file = file;
        _end = end;
        _reader = new NoteReader(file);
    }

    public ValueTask<StoredNote?> ReadAsync()
    {
        if (!_reader.TryRead() || _reader.NextOffset > _end)
        {
            return new((StoredNote?)null);
        }

        return new(new StoredNote(_reader.TryParse(out var checkpoint) ? checkpoint : null, _reader.Offset));
    }

    public async ValueTask DisposeAsync()
    {
        _reader.Dispose();
        await _file.DisposeAsync().ConfigureAwait(false);
    }
}

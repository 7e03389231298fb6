using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using HipaaJwt.AuditLog.Format;

namespace HipaaJwt.AuditLog.Streams;

/// <summary>Reads signed notes that are each followed by an empty line, with constant memory. Not thread-safe.</summary>
internal sealed class NoteReader : IDisposable
{
    private readonly LineReader _lines;
    private readonly ArrayBufferWriter<byte> _note = new(512);

    /// <param name="stream">The notes. The reader does not dispose it.</param>
    public NoteReader(Stream stream) => _lines = new LineReader(stream);

    /// <summary>The offset of the current note in the stream.</summary>
    public long Offset { get; private set; }

    /// <summary>The offset after the empty line that ends the current note.</summary>
    public long NextOffset { get; private set; }

    /// <summary>The current note as bytes.</summary>
    public ReadOnlySpan<byte> Note => _note.WrittenSpan;

    /// <summary>Reads the next note.</summary>
    /// <returns>False at the end, and if the last note is not finished.</returns>
    public bool TryRead()
    {
        Offset = NextOffset;
        _note.ResetWrittenCount();
        var emptyLines = 0;
        while (_lines.TryRead())
        {
            emptyLines += _lines.Line.IsEmpty ? 1 : 0;
            if (emptyLines == 2 || _note.WrittenCount > AuditLogCheckpoint.MaxNoteLength)
            {
                NextOffset = _lines.NextOffset;
                return true;
            }

            _note.Write(_lines.Line);
            _note.Write("\n"u8);
        }

        return false;
    }

    /// <summary>Parses the current note.</summary>
    public bool TryParse([NotNullWhen(true)] out AuditLogCheckpoint? checkpoint) =>
        AuditLogCheckpoint.TryParse(StrictUtf8.TryDecode(Note), out checkpoint);

    public void Dispose() => _lines.Dispose();
}

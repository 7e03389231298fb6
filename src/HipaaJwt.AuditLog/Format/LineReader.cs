using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace HipaaJwt.AuditLog.Format;

/// <summary>Reads the lines of a segment from a stream, with constant memory. Not thread-safe.</summary>
internal sealed class LineReader : IDisposable
{
    private const int BufferLength = 256 * 1024;

    [SuppressMessage("Usage", "CA2213", Justification = "The caller disposes of it.")]
    private readonly Stream _stream;
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
    private int _start;
    private int _end;
    private int _lineLength;
    private bool _hasLine;
    private bool _isAtEnd;

    /// <param name="stream">The bytes, from the start of a line. The reader does not dispose it.</param>
    public LineReader(Stream stream) => _stream = stream;

    /// <summary>The offset of the current line from the start of the stream.</summary>
    public long Offset { get; private set; }

    /// <summary>The offset after the line feed of the current line.</summary>
    public long NextOffset => _hasLine ? Offset + _lineLength + 1 : Offset;

    /// <summary>The current line without its line feed. It is valid until the next read.</summary>
    public ReadOnlySpan<byte> Line => _buffer.AsSpan(_start, _lineLength);

    /// <summary>
    /// Whether the stream ended with bytes without a line feed, or with a line that is longer than <see cref="LogLine.MaxLength"/>. They
    /// start at <see cref="Offset"/>.
    /// </summary>
    public bool HasIncompleteLine { get; private set; }

    /// <summary>Reads the next line.</summary>
    /// <returns>False at the end, and at a line that is incomplete or too long.</returns>
    public bool TryRead()
    {
        if (HasIncompleteLine)
        {
            return false;
        }

        Advance();
        while (true)
        {
            var feed = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            if (feed >= 0 && feed <= LogLine.MaxLength)
            {
                (_lineLength, _hasLine) = (feed, true);
                return true;
            }

            if (feed >= 0 || _end - _start > LogLine.MaxLength || !Fill())
            {
                HasIncompleteLine = _end > _start;
                return false;
            }
        }
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);

    private void Advance()
    {
        if (_hasLine)
        {
            Offset = NextOffset;
            _start += _lineLength + 1;
            (_lineLength, _hasLine) = (0, false);
        }
    }

    private bool Fill()
    {
        if (_isAtEnd)
        {
            return false;
        }

        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        var read = _stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _isAtEnd = read == 0;
        return !_isAtEnd;
    }
}

using System.Buffers;

namespace HipaaJwt.AuditLog.Verification;

/// <summary>A run of whole lines of a segment, in a pooled buffer that is cleared when it is returned.</summary>
internal sealed class LineBlock : IDisposable
{
    private readonly byte[] _buffer;
    private readonly int _length;

    /// <param name="buffer">A pooled buffer. The block returns it.</param>
    /// <param name="length">The number of bytes.</param>
    /// <param name="offset">The offset of the first byte in the segment.</param>
    public LineBlock(byte[] buffer, int length, long offset)
    {
        _buffer = buffer;
        _length = length;
        Offset = offset;
        Lines = Math.Max(1, Bytes.Count((byte)'\n'));
    }

    public Span<byte> Bytes => _buffer.AsSpan(0, _length);

    public long Offset { get; }

    /// <summary>The number of lines, at least 1. A line that is too long for a block is one without a line feed.</summary>
    public int Lines { get; }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
}

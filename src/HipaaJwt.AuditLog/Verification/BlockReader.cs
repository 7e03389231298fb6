using System.Buffers;

namespace HipaaJwt.AuditLog.Verification;

/// <summary>Reads a part of a segment in blocks of whole lines. Not thread-safe.</summary>
internal sealed class BlockReader : IDisposable
{
    private const int BlockLength = 512 * 1024;

    private readonly FileStream _file;
    private readonly long _end;
    private byte[] _rest = ArrayPool<byte>.Shared.Rent(BlockLength);
    private int _restLength;
    private long _position;

    /// <param name="file">The segment. The reader does not dispose it.</param>
    /// <param name="start">The offset to start at.</param>
    /// <param name="end">The offset to end at; <see cref="long.MaxValue"/> for the end of the file.</param>
    public BlockReader(FileStream file, long start, long end)
    {
        _file = file;
        _end = end;
        _position = start;
        file.Position = start;
    }

    /// <summary>The number of bytes after the last whole line.</summary>
    public int Unfinished => _restLength;

    /// <summary>Reads the next block; null at the end.</summary>
    public LineBlock? Read()
    {
        while (true)
        {
            var free = Math.Min(_rest.Length - _restLength, _end - (_position + _restLength));
            var read = free > 0 ? _file.Read(_rest, _restLength, (int)free) : 0;
            _restLength += read;
            var length = _rest.AsSpan(0, _restLength).LastIndexOf((byte)'\n') + 1;
            if (length > 0)
            {
                return Take(length);
            }

            if (_restLength == _rest.Length)
            {
                return Take(_restLength);
            }

            if (read == 0)
            {
                return null;
            }
        }
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_rest, clearArray: true);

    private LineBlock Take(int length)
    {
        var buffer = _rest;
        _rest = ArrayPool<byte>.Shared.Rent(BlockLength);
        buffer.AsSpan(length, _restLength - length).CopyTo(_rest);
        var block = new LineBlock(buffer, length, _position);
        _restLength -= length;
        _position += length;
        return block;
    }
}

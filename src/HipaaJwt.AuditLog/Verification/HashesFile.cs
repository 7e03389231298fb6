using HipaaJwt.AuditLog.Merkle;
using HipaaJwt.AuditLog.Streams;

namespace HipaaJwt.AuditLog.Verification;

/// <summary>Compares the file with the hashes of a closed segment with the hashes of its records. Not thread-safe.</summary>
internal sealed class HashesFile : IDisposable
{
    private readonly FileStream? _file;
    private byte[] _buffer = [];
    private bool _isDifferent;

    public HashesFile(SegmentFile segment) => _file = LogFile.TryOpen(segment.HashesPath);

    public void Compare(ReadOnlySpan<byte> leaves)
    {
        if (_file is null || _isDifferent)
        {
            return;
        }

        if (_buffer.Length < leaves.Length)
        {
            _buffer = new byte[leaves.Length];
        }

        var read = _file.ReadAtLeast(_buffer.AsSpan(0, leaves.Length), leaves.Length, throwOnEndOfStream: false);
        _isDifferent = read != leaves.Length || !_buffer.AsSpan(0, read).SequenceEqual(leaves);
    }

    /// <summary>Whether the file contains exactly the hashes that were compared, or does not exist.</summary>
    public bool IsEqual() => _file is null || (!_isDifferent && _file.Position == _file.Length);

    public void Dispose() => _file?.Dispose();
}

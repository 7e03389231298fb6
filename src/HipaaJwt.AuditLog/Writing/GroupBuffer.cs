using System.Buffers;
using HipaaJwt.AuditLog.Format;
using HipaaJwt.AuditLog.Merkle;

namespace HipaaJwt.AuditLog.Writing;

/// <summary>The lines of a group and their leaf hashes. Not thread-safe. Reuse avoids allocations.</summary>
internal sealed class GroupBuffer
{
    private readonly ArrayBufferWriter<byte> _lines = new(64 * 1024);
    private readonly ArrayBufferWriter<byte> _leaves = new(4 * 1024);

    /// <summary>The lines.</summary>
    public ReadOnlySpan<byte> Bytes => _lines.WrittenSpan;

    /// <summary>The leaf hashes, 32 bytes each.</summary>
    public ReadOnlySpan<byte> Leaves => _leaves.WrittenSpan;

    public int Count => _leaves.WrittenCount / MerkleHash.Length;

    public void Clear()
    {
        _lines.ResetWrittenCount();
        _leaves.ResetWrittenCount();
    }

    public void Add(long index, ReadOnlySpan<byte> leaf, ReadOnlySpan<byte> json)
    {
        var line = _lines.GetSpan(LogLine.LengthOf(index, json.Length));
        _lines.Advance(LogLine.Write(index, leaf, json, line));
        _leaves.Write(leaf);
    }
}

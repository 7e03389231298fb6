using System.Buffers;
using System.Buffers.Binary;

namespace HipaaJwt.AuditLog.Tiles;

/// <summary>
/// Writes bundles of 256 records, each with its length before it. Bundles with redacted records are left out. Not thread-safe.
/// </summary>
internal sealed class EntryBundles
{
    private readonly TileFolder _folder;
    private readonly ArrayBufferWriter<byte> _bundle = new();
    private int _count;
    private long _index;
    private bool _isRedacted;

    public EntryBundles(TileFolder folder) => _folder = folder;

    public long Written { get; private set; }

    public long Redacted { get; private set; }

    public void Append(ReadOnlySpan<byte> record, bool isRedacted)
    {
        BinaryPrimitives.WriteUInt16BigEndian(_bundle.GetSpan(sizeof(ushort)), checked((ushort)record.Length));
        _bundle.Advance(sizeof(ushort));
        _bundle.Write(record);
        _isRedacted |= isRedacted;
        if (++_count == TilePath.Width)
        {
            Finish();
        }
    }

    /// <summary>Writes the last bundle.</summary>
    public void Finish()
    {
        if (_count == 0)
        {
            return;
        }

        if (_isRedacted)
        {
            Redacted++;
        }
        else
        {
            _folder.Write(TilePath.OfEntries(_index, _count), _bundle.WrittenSpan);
            Written++;
        }

        _bundle.Clear();
        (_count, _index, _isRedacted) = (0, _index + 1, false);
    }
}

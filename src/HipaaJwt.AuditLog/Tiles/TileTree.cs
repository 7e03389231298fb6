using HipaaJwt.AuditLog.Merkle;

namespace HipaaJwt.AuditLog.Tiles;

/// <summary>Writes the tiles of a growing tree. It keeps one tile of each level in memory. Not thread-safe.</summary>
internal sealed class TileTree
{
    private readonly MerkleHash _hash;
    private readonly TileFolder _folder;
    private readonly List<Level> _levels = [];

    public TileTree(MerkleHash hash, TileFolder folder) => (_hash, _folder) = (hash, folder);

    /// <summary>The number of tiles that were written.</summary>
    public long Written { get; private set; }

    /// <summary>Appends a leaf.</summary>
    public void Append(ReadOnlySpan<byte> leaf) => Append(0, leaf);

    /// <summary>Writes the partial tiles at the right edge.</summary>
    public void Finish()
    {
        for (var number = 0; number < _levels.Count; number++)
        {
            if (_levels[number].Count > 0)
            {
                Write(number);
            }
        }
    }

    private void Append(int number, ReadOnlySpan<byte> node)
    {
        if (number == _levels.Count)
        {
            _levels.Add(new Level());
        }

        var level = _levels[number];
        node[..MerkleHash.Length].CopyTo(level.Nodes.AsSpan(level.Count++ * MerkleHash.Length));
        if (level.Count < TilePath.Width)
        {
            return;
        }

        Write(number);
        var root = new MerkleFrontier(_hash);
        for (var index = 0; index < TilePath.Width; index++)
        {
            root.Append(level.Nodes.AsSpan(index * MerkleHash.Length));
        }

        (level.Count, level.Index) = (0, level.Index + 1);
        Append(number + 1, root.Root());
    }

    private void Write(int number)
    {
        var level = _levels[number];
        _folder.Write(TilePath.OfHashes(number, level.Index, level.Count), level.Nodes.AsSpan(0, level.Count * MerkleHash.Length));
        Written++;
    }

    private sealed class Level
    {
        public byte[] Nodes { get; } = new byte[TilePath.Width * MerkleHash.Length];

        public int Count { get; set; }

        public long Index { get; set; }
    }
}

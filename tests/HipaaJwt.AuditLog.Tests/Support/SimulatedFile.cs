namespace HipaaJwt.AuditLog.Tests.Support;

/// <summary>The contents of a simulated file: what programs read, what is durable, and the writes between the two.</summary>
internal sealed class SimulatedFile(ulong number)
{
    private const int SectorLength = 512;

    private readonly List<(byte[] Bytes, long Offset)> _unsynced = [];

    /// <summary>What a failed sync did not write.</summary>
    private readonly List<(byte[] Bytes, long Offset)> _lost = [];
    private byte[] _contents = [];
    private byte[] _durable = [];

    public ulong Number => number;

    public long Length => _contents.Length;

    public byte[] Contents => [.. _contents];

    public void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        _unsynced.Add((bytes.ToArray(), offset));
        Apply(ref _contents, bytes, offset);
    }

    public void Truncate()
    {
        // The truncation is as durable as the next sync. What was in the cache is gone.
        _contents = [];
        _unsynced.Clear();
        _lost.Clear();
    }

    /// <summary>
    /// Makes the contents durable. A sync that fails marks the writes as clean: they are read from the cache, and no later sync writes
    /// them.
    /// </summary>
    public void Sync(bool isSuccess)
    {
        if (isSuccess)
        {
            var durable = _contents;
            if (_lost.Count > 0)
            {
                durable = [.. _durable];
                foreach (var (bytes, offset) in _unsynced)
                {
                    Apply(ref durable, bytes, offset);
                }
            }

            _durable = [.. durable];
        }
        else
        {
            _lost.AddRange(_unsynced);
        }

        _unsynced.Clear();
    }

    public SimulatedFile AfterCrash(Random random)
    {
        var contents = _durable.ToArray();
        foreach (var (bytes, offset) in _lost.Concat(_unsynced).OrderBy(_ => random.Next()))
        {
            foreach (var (start, length) in Kept(bytes, offset, random))
            {
                Apply(ref contents, bytes.AsSpan(start, length), offset + start);
            }
        }

        return new SimulatedFile(number) { _contents = contents, _durable = [.. contents] };
    }

    /// <summary>All of a write, nothing of it, or some of its sectors.</summary>
    private static IEnumerable<(int Start, int Length)> Kept(byte[] bytes, long offset, Random random)
    {
        switch (random.Next(3))
        {
            case 0:
                yield return (0, bytes.Length);
                break;
            case 1:
                for (var start = 0; start < bytes.Length;)
                {
                    var length = (int)Math.Min(bytes.Length - start, SectorLength - ((offset + start) % SectorLength));
                    if (random.Next(2) == 0)
                    {
                        yield return (start, length);
                    }

                    start += length;
                }

                break;
        }
    }

    private static void Apply(ref byte[] contents, ReadOnlySpan<byte> bytes, long offset)
    {
        if (contents.Length < offset + bytes.Length)
        {
            Array.Resize(ref contents, (int)(offset + bytes.Length));
        }

        bytes.CopyTo(contents.AsSpan((int)offset));
    }
}

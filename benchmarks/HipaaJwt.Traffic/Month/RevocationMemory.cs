using HipaaJwt.Revocations;

namespace HipaaJwt.Traffic.Month;

/// <summary>Measures the memory of the table of revocations.</summary>
internal static class RevocationMemory
{
    private const uint ExpiresAt = uint.MaxValue;

    /// <summary>Returns what a table with this number of entries adds to the managed heap, in bytes.</summary>
    public static long Measure(int entries)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var table = new RevocationTable();
        for (var entry = 0; entry < entries; entry++)
        {
            var key = Guid.NewGuid();
            table.Add(BitConverter.ToUInt128(key.ToByteArray()), 1, ExpiresAt);
        }

        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(table);
        return bytes;
    }
}

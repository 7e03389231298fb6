using HipaaJwt.Revocations;

namespace HipaaJwt.Tests.Revocations;

/// <summary>It runs alone, because the garbage of other tests would count.</summary>
[Collection(nameof(Conformance.Abuse.FloodTests))]
[Trait("Speed", "Slow")]
public sealed class RevocationTableMemoryTests
{
    [Fact]
    public void A_million_entries_take_at_most_48_MB_and_one_more_allocates_little()
    {
        const ulong Count = 1_000_000;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var table = new RevocationTable();
        for (var key = 0UL; key < Count; key++)
        {
            table.Add(Spread(key), 1, uint.MaxValue);
        }

        var resident = GC.GetTotalMemory(forceFullCollection: true) - before;
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        for (var key = Count; key < Count + 1_000; key++)
        {
            table.Add(Spread(key), 1, uint.MaxValue);
        }

        var perEntry = (GC.GetAllocatedBytesForCurrentThread() - allocated) / 1_000;
        resident.Should().BeLessThan(48L * 1024 * 1024);
        perEntry.Should().BeLessThan(4 * 1024);
        table.Find(Spread(Count)).Should().NotBe(0);
    }

    private static UInt128 Spread(ulong value) => new(value * 0xC2B2AE3D27D4EB4F, value * 0x9E3779B97F4A7C15);
}

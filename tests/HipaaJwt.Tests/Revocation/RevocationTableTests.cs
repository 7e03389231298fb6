using CsCheck;
using HipaaJwt.Revocations;

namespace HipaaJwt.Tests.Revocations;

public sealed class RevocationTableTests
{
    private static readonly Gen<(UInt128 Key, uint At, uint Expiry)> Additions = Gen.Select(
        Gen.OneOf(Gen.ULong[0, 40].Select(low => (UInt128)low), Gen.Select(Gen.ULong, Gen.ULong, (high, low) => new UInt128(high, low))),
        Gen.UInt[1, 1_000],
        Gen.UInt[0, 1_000]);

    [Fact]
    public void Finds_exactly_what_was_added_with_the_latest_time() => Additions.List[0, 400].Sample(additions =>
    {
        var (table, model) = (new RevocationTable(), new Dictionary<UInt128, uint>());
        foreach (var (key, at, expiry) in additions)
        {
            var isLater = at > model.GetValueOrDefault(key);
            table.Add(key, at, expiry).Should().Be(isLater);
            model[key] = Math.Max(at, model.GetValueOrDefault(key));
        }

        table.Count.Should().Be(model.Count);
        return Enumerable.Range(0, 60).Select(key => (UInt128)key).Concat(model.Keys)
            .All(key => table.Find(key) == model.GetValueOrDefault(key));
    });

    [Fact]
    public void Pruning_keeps_every_entry_that_has_not_expired() => Gen.Select(Additions.List[0, 400], Gen.UInt[0, 1_000])
        .Sample((additions, now) =>
    {
        var (table, model) = (new RevocationTable(), new Dictionary<UInt128, uint>());
        foreach (var (key, at, expiry) in additions)
        {
            table.Add(key, at, expiry);
            model[key] = Math.Max(expiry, model.GetValueOrDefault(key));
        }

        table.Prune(now);

        table.Count.Should().BeLessThanOrEqualTo(model.Count);
        return model.Where(entry => entry.Value >= now).All(entry => table.Find(entry.Key) != 0);
    });

    [Fact]
    public void Pruning_removes_shards_of_expired_entries()
    {
        var table = new RevocationTable();
        for (var key = 0UL; key < 100_000; key++)
        {
            table.Add(Spread(key), 1, 10);
        }

        table.Prune(11);

        table.Count.Should().Be(0);
    }

    [Fact]
    public async Task A_reader_never_misses_an_entry_that_was_added_before_it_looked()
    {
        const ulong Count = 300_000;
        var table = new RevocationTable();
        var added = 0UL;
        var writer = Task.Run(() =>
        {
            for (var key = 0UL; key < Count; key++)
            {
                table.Add(Spread(key), 1, uint.MaxValue);
                Volatile.Write(ref added, key + 1);
            }
        });

        var missed = 0;
        var random = new Random(1);
        while (!writer.IsCompleted)
        {
            var known = Volatile.Read(ref added);
            if (known > 0)
            {
                missed += table.Find(Spread((ulong)random.NextInt64((long)known))) == 0 ? 1 : 0;
                missed += table.Find(Spread(known - 1)) == 0 ? 1 : 0;
                missed += table.Find(Spread(Count + known)) != 0 ? 1 : 0;
            }
        }

        await writer;
        missed.Should().Be(0);
        table.Count.Should().Be((int)Count);
    }

    private static UInt128 Spread(ulong value) => new(value * 0xC2B2AE3D27D4EB4F, value * 0x9E3779B97F4A7C15);
}

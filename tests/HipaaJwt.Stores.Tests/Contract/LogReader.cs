namespace HipaaJwt.Stores.Tests.Contract;

/// <summary>Reads a log of revocations as an instance of a service does.</summary>
internal static class LogReader
{
    public static readonly RevocationLogPosition Start = new(Guid.Empty, 0, 0);

    public static RevocationLogPosition At(long sequence) => new(Guid.NewGuid(), sequence, 12345);

    public static async Task<RevocationLogPage> ReadAsync(this IRevocationStore store, long after = 0, int max = 100) =>
        await store.ReadAsync(At(after), max, CancellationToken.None);

    public static async Task<RevocationLogHead> HeadAsync(this IRevocationStore store) => (await store.ReadAsync()).Head!;

    public static async Task<RevocationLogHead> StartEpochAsync(this IRevocationStore store, Guid? replaced = null, bool hasFloor = true)
    {
        await store.StartEpochAsync(replaced, hasFloor, CancellationToken.None);
        return await store.HeadAsync();
    }

    public static async Task<LoggedRevocation> AppendAsync(this IRevocationStore store, UInt128 key, TimeSpan? retention = null) =>
        (await store.AppendAsync(Entry(key, retention), CancellationToken.None))!;

    public static RevocationEntry Entry(UInt128 key, TimeSpan? retention = null) => new()
    {
        Kind = RevocationKind.Session,
        Key = key,
        Retention = retention ?? TimeSpan.FromHours(1),
    };

    /// <summary>Follows the log until a sequence, in small pages. Each page must continue the one before without a gap.</summary>
    /// <returns>All revocations until the sequence.</returns>
    public static async Task<List<LoggedRevocation>> FollowAsync(this IRevocationStore store, long until, int max, CancellationToken stop)
    {
        var position = Start with { Sequence = 1 };
        List<LoggedRevocation> all = [];
        while (position.Sequence < until)
        {
            stop.ThrowIfCancellationRequested();
            var page = await store.ReadAsync(position, max, stop);
            page.Revocations.Count.Should().BeLessThanOrEqualTo(max);
            foreach (var revocation in page.Revocations)
            {
                revocation.Sequence.Should().Be(position.Sequence + 1, "a reader must never miss a sequence");
                revocation.Sequence.Should().BeLessThanOrEqualTo(page.Head!.Sequence);
                position = position with { Sequence = revocation.Sequence, Tag = revocation.Tag };
                all.Add(revocation);
            }

            if (page.Revocations.Count < max)
            {
                position.Sequence.Should().Be(page.Head!.Sequence, "a page that is not full reaches the head");
            }
        }

        return all;
    }
}

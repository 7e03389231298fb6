using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace HipaaJwt.Stores.Tests.Contract;

/// <summary>What every store of used one-time tokens must do, used by one process.</summary>
public abstract class ReplayStoreContract : StoreContract
{
    private const int Callers = 64;

    protected static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task An_entry_can_be_added_once()
    {
        var store = await OpenAsync();

        (await AddAsync(store, "a")).Should().Be(ReplayResult.FirstUse);
        (await AddAsync(store, "a")).Should().Be(ReplayResult.UsedBefore);
        (await AddAsync(store, "a", TimeSpan.FromHours(2))).Should().Be(ReplayResult.UsedBefore, "the key alone identifies a use");
        (await AddAsync(store, "b")).Should().Be(ReplayResult.FirstUse);
    }

    [Fact]
    public async Task Keys_that_differ_in_case_are_different()
    {
        var store = await OpenAsync();
        var key = Digest("a").Replace('z', 'y');
        var entry = new ReplayEntry { Key = "z" + key[1..], Owner = Digest("owner"), ExpiresAt = Now.AddHours(1) };

        (await store.TryAddAsync(entry, CancellationToken.None)).Should().Be(ReplayResult.FirstUse);
        (await store.TryAddAsync(entry with { Key = "Z" + key[1..] }, CancellationToken.None)).Should().Be(ReplayResult.FirstUse);
    }

    [Fact]
    public async Task Exactly_one_of_64_concurrent_callers_uses_an_entry_first()
    {
        var store = await OpenAsync();

        await UseConcurrentlyAsync([store]);
    }

    [Fact]
    public async Task Concurrent_callers_with_different_entries_all_use_theirs_first()
    {
        var store = await OpenAsync();

        var results = await Concurrently.RunAsync(Callers, caller => AddAsync(store, $"caller-{caller}"));

        results.Should().OnlyContain(result => result == ReplayResult.FirstUse);
    }

    protected static ValueTask<ReplayResult> AddAsync(
        IReplayStore store, string id, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
    {
        var entry = new ReplayEntry
        {
            Key = Digest(id),
            Owner = Digest("owner"),
            ExpiresAt = Now + (lifetime ?? TimeSpan.FromHours(1)),
        };
        return store.TryAddAsync(entry, cancellationToken);
    }

    protected static async Task UseConcurrentlyAsync(IReplayStore[] stores)
    {
        for (var round = 0; round < 10; round++)
        {
            var results = await Concurrently.RunAsync(Callers, caller => AddAsync(stores[caller % stores.Length], $"round-{round}"));

            results.Count(result => result == ReplayResult.FirstUse).Should().Be(1);
            results.Count(result => result == ReplayResult.UsedBefore).Should().Be(Callers - 1);
        }
    }

    protected async Task<IReplayStore> OpenAsync() => (await StartProcessAsync()).Replay;

    private static string Digest(string text) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

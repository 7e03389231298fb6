using System.Security.Cryptography;

namespace HipaaJwt.Stores.Tests.Contract;

/// <summary>What every store of signing keys must do.</summary>
public abstract class SigningKeyStoreContract : StoreContract
{
    internal const string Purpose = "sign https://clinic.example";

    [Fact]
    public async Task Keys_of_a_purpose_are_read_in_the_order_of_their_numbers()
    {
        var store = await OpenAsync();
        SigningKeyEntry[] entries = [Entry(2), Entry(long.MaxValue), Entry(1) with { ActivationDelay = TimeSpan.FromHours(24) }];
        foreach (var entry in entries)
        {
            (await store.TryAddAsync(entry, CancellationToken.None)).Should().BeTrue();
        }

        await store.TryAddAsync(Entry(1) with { Purpose = Purpose + "/" }, CancellationToken.None);

        var page = await store.ReadAsync(Purpose, CancellationToken.None);

        page.Keys.Select(key => key.Slot).Should().Equal(1, 2, long.MaxValue);
        page.Keys.Select(key => key.ActivatesAt - key.CreatedAt).Should().Equal(TimeSpan.FromHours(24), TimeSpan.Zero, TimeSpan.Zero);
        foreach (var (key, entry) in page.Keys.Zip(entries.OrderBy(entry => entry.Slot)))
        {
            key.Data.ToArray().Should().Equal(entry.Data.ToArray());
            key.CreatedAt.Should().BeOnOrBefore(page.Now);
            (key.Purpose, key.KeyId, key.Algorithm, key.IsWithdrawn).Should().Be((Purpose, entry.KeyId, entry.Algorithm, false));
        }
    }

    [Fact]
    public async Task A_purpose_without_keys_has_the_time_of_the_store()
    {
        var page = await (await OpenAsync()).ReadAsync(Purpose, CancellationToken.None);

        page.Keys.Should().BeEmpty();
        page.Now.Should().BeCloseTo(TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_number_is_used_once()
    {
        var store = await OpenAsync();
        var first = Entry(1);
        await store.TryAddAsync(first, CancellationToken.None);

        (await store.TryAddAsync(Entry(1), CancellationToken.None)).Should().BeFalse();

        (await OnlyAsync(store)).KeyId.Should().Be(first.KeyId);
        (await OnlyAsync(store)).Data.ToArray().Should().Equal(first.Data.ToArray());
    }

    [Fact]
    public async Task A_withdrawn_key_stays_so_that_its_number_is_not_used_again()
    {
        var store = await OpenAsync();
        (await store.WithdrawAsync(Purpose, 1, CancellationToken.None)).Should().BeFalse("there is no key");
        await store.TryAddAsync(Entry(1), CancellationToken.None);

        (await store.WithdrawAsync(Purpose, 2, CancellationToken.None)).Should().BeFalse();
        (await store.WithdrawAsync("other", 1, CancellationToken.None)).Should().BeFalse();
        (await OnlyAsync(store)).IsWithdrawn.Should().BeFalse();
        (await store.WithdrawAsync(Purpose, 1, CancellationToken.None)).Should().BeTrue();
        (await store.WithdrawAsync(Purpose, 1, CancellationToken.None)).Should().BeFalse();

        (await OnlyAsync(store)).IsWithdrawn.Should().BeTrue();
        (await store.TryAddAsync(Entry(1), CancellationToken.None)).Should().BeFalse();
    }

    [Fact]
    public async Task The_event_of_a_key_is_noted_once_also_of_a_withdrawn_one()
    {
        var store = await OpenAsync();
        (await store.SetRecordedAsync(Purpose, 1, CancellationToken.None)).Should().BeFalse("there is no key");
        await store.TryAddAsync(Entry(1), CancellationToken.None);
        await store.TryAddAsync(Entry(2), CancellationToken.None);
        await store.WithdrawAsync(Purpose, 2, CancellationToken.None);

        (await store.SetRecordedAsync("other", 1, CancellationToken.None)).Should().BeFalse();
        (await store.ReadAsync(Purpose, CancellationToken.None)).Keys.Should().OnlyContain(key => !key.IsRecorded);
        (await store.SetRecordedAsync(Purpose, 1, CancellationToken.None)).Should().BeTrue();
        (await store.SetRecordedAsync(Purpose, 1, CancellationToken.None)).Should().BeFalse();

        (await store.ReadAsync(Purpose, CancellationToken.None)).Keys.Select(key => (key.IsRecorded, key.IsWithdrawn))
            .Should().Equal((true, false), (false, true));
        (await store.SetRecordedAsync(Purpose, 2, CancellationToken.None)).Should().BeTrue();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_key_is_deleted_once(bool isWithdrawn)
    {
        var store = await OpenAsync();
        await store.TryAddAsync(Entry(1), CancellationToken.None);
        await store.TryAddAsync(Entry(2), CancellationToken.None);
        if (isWithdrawn)
        {
            await store.WithdrawAsync(Purpose, 1, CancellationToken.None);
        }

        (await store.DeleteAsync("other", 1, CancellationToken.None)).Should().BeFalse();
        (await store.DeleteAsync(Purpose, 1, CancellationToken.None)).Should().BeTrue();
        (await store.DeleteAsync(Purpose, 1, CancellationToken.None)).Should().BeFalse();

        (await OnlyAsync(store)).Slot.Should().Be(2);
    }

    [Theory]
    [InlineData(16 * 1024, 0)]
    [InlineData(0, long.MaxValue)]
    public async Task Keys_of_any_permitted_size_and_delay_are_read(int size, long delayTicks)
    {
        var store = await OpenAsync();
        var entry = Entry(1) with { Data = RandomNumberGenerator.GetBytes(size), ActivationDelay = new TimeSpan(delayTicks) };

        await store.TryAddAsync(entry, CancellationToken.None);

        (await OnlyAsync(store)).Data.ToArray().Should().Equal(entry.Data.ToArray());
        (await OnlyAsync(store)).ActivatesAt.Year.Should().Be(delayTicks == 0 ? TimeProvider.System.GetUtcNow().Year : 9999);
    }

    [Fact]
    public async Task Exactly_one_of_64_concurrent_callers_adds_the_key_of_a_number()
    {
        ISigningKeyStore[] stores = [await OpenAsync()];

        for (var slot = 1; slot <= 5; slot++)
        {
            var entries = Enumerable.Range(0, 64).Select(_ => Entry(slot)).ToArray();
            var added = await Concurrently.RunAsync(64, caller => stores[0].TryAddAsync(entries[caller], CancellationToken.None));

            added.Count(isAdded => isAdded).Should().Be(1);
            (await stores[0].ReadAsync(Purpose, CancellationToken.None)).Keys[^1].KeyId
                .Should().Be(entries[Array.IndexOf(added, true)].KeyId);
        }
    }

    internal static SigningKeyEntry Entry(long slot) => new()
    {
        Purpose = Purpose,
        Slot = slot,
        KeyId = Guid.NewGuid().ToString("N"),
        Algorithm = "ES256",
        Data = RandomNumberGenerator.GetBytes(300),
        ActivationDelay = TimeSpan.Zero,
    };

    protected async Task<ISigningKeyStore> OpenAsync() => (await StartProcessAsync()).SigningKeys;

    private static async Task<StoredSigningKey> OnlyAsync(ISigningKeyStore store) =>
        (await store.ReadAsync(Purpose, CancellationToken.None)).Keys.Should().ContainSingle().Subject;
}

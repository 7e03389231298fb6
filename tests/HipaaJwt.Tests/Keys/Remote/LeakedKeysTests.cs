using HipaaJwt.Keys.Remote;

namespace HipaaJwt.Tests.Keys.Remote;

/// <summary>The keys that must not be used, for the life of the process.</summary>
public sealed class LeakedKeysTests
{
    private const string Issuer = "https://idp.hospital.example";
    private const string Other = "https://idp.lab.example";

    private readonly LeakedKeys _leaked = new();

    [Fact]
    public void A_proven_leak_counts_for_all_issuers_and_another_for_its_own()
    {
        _leaked.Add(Issuer, [Key("proven", isProven: true), Key("claimed")]);

        _leaked.Contains(Issuer, "proven").Should().BeTrue();
        _leaked.Contains(Other, "proven").Should().BeTrue();
        _leaked.Contains(Issuer, "claimed").Should().BeTrue();
        _leaked.Contains(Other, "claimed").Should().BeFalse();
        _leaked.Contains(Issuer, "another").Should().BeFalse();
    }

    [Fact]
    public void A_claim_of_one_issuer_can_be_proven_by_another()
    {
        _leaked.Add(Issuer, [Key("key")]);
        _leaked.Add(Other, [Key("key", isProven: true)]);

        _leaked.Contains("https://third.example", "key").Should().BeTrue();
    }

    [Fact]
    public void Returns_only_new_keys_and_proves_each_once()
    {
        var proofs = 0;
        var key = new LeakedKey(0, "kid", "key", () => ++proofs == 0);

        _leaked.Add(Issuer, [key, key]).Should().ContainSingle();
        _leaked.Add(Issuer, [key]).Should().BeEmpty();

        proofs.Should().Be(1);
    }

    [Fact]
    public void A_key_without_thumbprint_is_not_added() =>
        _leaked.Add(Issuer, [Key("key") with { Thumbprint = null }]).Should().BeEmpty();

    [Fact]
    public void An_issuer_with_more_than_1000_leaks_is_not_trusted_any_more()
    {
        _leaked.Add(Other, [Key("of another")]);
        _leaked.Add(Issuer, Enumerable.Range(0, LeakedKeys.MaxPerIssuer).Select(number => Key($"key {number}")));
        _leaked.Contains(Issuer, "good").Should().BeFalse();

        _leaked.Add(Issuer, [Key("one more")]).Should().ContainSingle();

        _leaked.Contains(Issuer, "good").Should().BeTrue();
        _leaked.Contains(Issuer, "key 0").Should().BeTrue();
        _leaked.Contains(Other, "good").Should().BeFalse();
        _leaked.Add(Issuer, [Key("yet one more")]).Should().BeEmpty("the number of entries is limited");
    }

    [Fact]
    public async Task Calls_all_callbacks_until_they_are_removed()
    {
        List<int> calls = [];
        using var first = _leaked.OnChange(() => Add(1));
        var second = _leaked.OnChange(() => Add(2));

        await _leaked.PutIntoEffectAsync();
        second.Dispose();
        await _leaked.PutIntoEffectAsync();

        calls.Should().Equal(1, 2, 1);

        Task Add(int call)
        {
            calls.Add(call);
            return Task.CompletedTask;
        }
    }

    private static LeakedKey Key(string thumbprint, bool isProven = false) => new(0, "kid", thumbprint, () => isProven);
}

using HipaaJwt.Keys.Remote;
using HipaaJwt.Policy;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.Tests.Keys.Remote;

/// <summary>The times at which keys are fetched again, and the effect of new keys on cached tokens.</summary>
public sealed class RefreshTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Keys_are_fetched_again_after_the_interval()
    {
        await using var lab = await KeyLab.StartAsync();
        await lab.LoadAsync();

        lab.Time.Advance(Interval - TimeSpan.FromMilliseconds(1));
        lab.Provider.RequestsFor(KeyProvider.KeysPath).Should().Be(1);
        (await lab.PassAsync(TimeSpan.FromMilliseconds(1))).Should().Be(JwksFetchOutcome.Fetched);

        lab.Provider.RequestsFor(KeyProvider.KeysPath).Should().Be(2);
    }

    [Theory]
    [InlineData("max-age=60", 60)]
    [InlineData("public, max-age=60, must-revalidate", 60)]
    [InlineData("max-age=1", 10)]
    [InlineData("max-age=3600", 300)]
    [InlineData("max-age=0", 300)]
    [InlineData("no-store", 300)]
    [InlineData("no-cache, no-store, max-age=0, must-revalidate", 300)]
    [InlineData("no-cache, max-age=60", 300)]
    [InlineData("max-age=nonsense", 300)]
    public async Task Cache_Control_shortens_the_interval_to_at_least_10_seconds(string cacheControl, int seconds)
    {
        await using var lab = await KeyLab.StartAsync();
        lab.Provider.Headers["Cache-Control"] = cacheControl;
        await lab.LoadAsync();

        lab.Time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
        lab.Provider.RequestsFor(KeyProvider.KeysPath).Should().Be(1);
        await lab.PassAsync(TimeSpan.FromMilliseconds(1));

        lab.Provider.RequestsFor(KeyProvider.KeysPath).Should().Be(2);
    }

    [Fact]
    public async Task The_Age_header_shortens_the_interval()
    {
        await using var lab = await KeyLab.StartAsync();
        (lab.Provider.Headers["Cache-Control"], lab.Provider.Headers["Age"]) = ("max-age=60", "45");
        await lab.LoadAsync();

        (await lab.PassAsync(TimeSpan.FromSeconds(15))).Should().Be(JwksFetchOutcome.Fetched);
    }

    [Fact]
    public async Task Failed_refreshes_are_repeated_with_growing_delays_up_to_the_interval()
    {
        await using var lab = await KeyLab.StartAsync();
        await lab.LoadAsync();
        lab.Provider.Instead = context => Task.Run(context.Abort);
        await lab.PassAsync(Interval);

        foreach (var seconds in new[] { 10, 20, 40, 80, 160, 300, 300 })
        {
            var before = lab.Provider.Requests.Count;
            lab.Time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
            lab.Provider.Requests.Count.Should().Be(before);
            (await lab.PassAsync(TimeSpan.FromMilliseconds(1))).Should().Be(JwksFetchOutcome.Unreachable);
        }

        lab.Provider.Instead = null;
        await lab.PassAsync(Interval);
        (await lab.PassAsync(Interval)).Should().Be(JwksFetchOutcome.Fetched);
    }

    [Fact]
    public async Task The_same_keys_in_another_order_keep_cached_tokens_valid()
    {
        await using var lab = await KeyLab.StartAsync();
        lab.Provider.Publish((TestIssuer.KeyId, lab.Issuer.Key), ("key-2", lab.SecondKey));
        await lab.LoadAsync();
        var policies = lab.Host.Services.GetRequiredKeyedService<ValidationPolicyProvider>(string.Empty);
        var (before, token) = (policies.Current, lab.Token());
        var first = (await lab.Host.ValidateAsync(token)).Token;

        lab.Provider.Publish(("key-2", lab.SecondKey), (TestIssuer.KeyId, lab.Issuer.Key));
        lab.Time.Advance(RefreshSchedule.MinInterval);
        await lab.VerdictAsync(lab.Token("no-such-key"));
        await lab.NextRefreshAsync();

        policies.Current.Should().BeSameAs(before);
        (await lab.Host.ValidateAsync(token)).Token.Should().BeSameAs(first);
    }

    [Fact]
    public async Task A_new_key_with_the_same_kid_invalidates_cached_tokens()
    {
        await using var lab = await KeyLab.StartAsync();
        await lab.LoadAsync();
        var token = lab.Token();
        await lab.VerdictAsync(token);

        lab.Provider.Publish((TestIssuer.KeyId, lab.SecondKey));
        await lab.PassAsync(Interval);

        (await lab.VerdictAsync(token)).Should().Be(JwtErrorCode.SignatureInvalid);
        (await lab.VerdictAsync(lab.Token(key: lab.SecondKey))).Should().Be(JwtErrorCode.None);
    }

    [Fact]
    public async Task A_cached_token_allocates_nothing_when_keys_are_fetched()
    {
        await using var lab = await KeyLab.StartAsync();
        await lab.LoadAsync();
        var (validator, token) = (lab.Host.Validator, lab.Token());

        (await validator.ValidateAsync(token)).IsValid.Should().BeTrue();
        Allocation.Of(() => Validate(validator, token)).Should().Be(0);
    }

    [Fact]
    public async Task Two_issuers_with_the_same_address_share_one_request()
    {
        await using var lab = await KeyLab.StartAsync();
        await using var both = new TestHost(lab.Time, options =>
        {
            options.Issuers.Add(lab.Trust(KeyLab.BySet));
            options.Issuers.Add(lab.Trust((issuer, address) =>
            {
                KeyLab.BySet(issuer, address);
                issuer.Issuer = "https://idp.clinic.example";
            }));
        });

        var results = await Task.WhenAll(
            both.ValidateAsync(lab.Issuer.Token()).AsTask(),
            both.ValidateAsync(lab.Issuer.Token(claims: claims => claims["iss"] = "https://idp.clinic.example")).AsTask());

        results.Should().OnlyContain(result => result.IsValid);
        lab.Provider.Requests.Should().HaveCount(1);
    }

    private static void Validate(IJwtValidator validator, string token)
    {
        var result = validator.ValidateAsync(token);
        if (result.IsCompletedSuccessfully)
        {
            result.GetAwaiter().GetResult();
        }
    }
}

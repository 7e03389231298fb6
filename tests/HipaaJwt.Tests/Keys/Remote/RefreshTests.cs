using HipaaJwt.Keys.Remote;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using HipaaJwt.Policy;

namespace HipaaJwt.Tests.Keys.Remote;

/// <summary>When keys are fetched again, and what that does to tokens that were accepted before.</summary>
public sealed class RefreshTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Keys_are_fetched_anew_when_the_interval_is_over()
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
    public async Task The_issuer_can_shorten_the_interval_but_not_below_ten_seconds(string cacheControl, int seconds)
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
    public async Task What_a_cache_on_the_way_kept_is_that_much_older()
    {
        await using var lab = await KeyLab.StartAsync();
        (lab.Provider.Headers["Cache-Control"], lab.Provider.Headers["Age"]) = ("max-age=60", "45");
        await lab.LoadAsync();

        (await lab.PassAsync(TimeSpan.FromSeconds(15))).Should().Be(JwksFetchOutcome.Fetched);
    }

    [Fact]
    public async Task Failures_are_tried_again_with_growing_pauses_up_to_the_interval()
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
    public async Task The_same_keys_in_another_order_end_no_remembered_token()
    {
        await using var lab = await KeyLab.StartAsync();
        lab.Provider.Publish((TestIssuer.KeyId, lab.Issuer.Key), ("key-2", lab.SecondKey));
        await lab.LoadAsync();
        var plans = lab.Host.Services.GetRequiredKeyedService<ValidationPolicyProvider>(string.Empty);
        var (before, token) = (plans.Current, lab.Token());
        var first = (await lab.Host.ValidateAsync(token)).Token;

        lab.Provider.Publish(("key-2", lab.SecondKey), (TestIssuer.KeyId, lab.Issuer.Key));
        lab.Time.Advance(RefreshSchedule.LeastPause);
        await lab.VerdictAsync(lab.Token("no-such-key"));
        await lab.NextRefreshAsync();

        plans.Current.Should().BeSameAs(before);
        (await lab.Host.ValidateAsync(token)).Token.Should().BeSameAs(first);
    }

    [Fact]
    public async Task Another_key_under_the_same_name_ends_what_was_remembered()
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
    public async Task A_remembered_token_costs_no_memory_where_keys_are_fetched_either()
    {
        await using var lab = await KeyLab.StartAsync();
        await lab.LoadAsync();
        var (validator, token) = (lab.Host.Validator, lab.Token());

        (await validator.ValidateAsync(token)).IsValid.Should().BeTrue();
        Allocation.Of(() => Validate(validator, token)).Should().Be(0);
    }

    [Fact]
    public async Task Two_issuers_with_one_address_ask_it_once()
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

        var verdicts = await Task.WhenAll(
            both.ValidateAsync(lab.Issuer.Token()).AsTask(),
            both.ValidateAsync(lab.Issuer.Token(claims: claims => claims["iss"] = "https://idp.clinic.example")).AsTask());

        verdicts.Should().OnlyContain(verdict => verdict.IsValid);
        lab.Provider.Requests.Should().HaveCount(1);
    }

    private static void Validate(IJwtValidator validator, string token)
    {
        var verdict = validator.ValidateAsync(token);
        if (verdict.IsCompletedSuccessfully)
        {
            verdict.GetAwaiter().GetResult();
        }
    }
}

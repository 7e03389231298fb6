using System.Security.Cryptography;
using HipaaJwt.Keys.Remote;
using HipaaJwt.Tests.Support;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Tests.Keys.Remote;

/// <summary>How long keys serve that cannot be fetched again, whatever the clock does.</summary>
public sealed class AgeTests
{
    private static readonly TimeSpan MaxKeyAge = TimeSpan.FromMinutes(20);

    [Fact]
    public async Task A_clock_that_is_set_back_makes_old_keys_no_younger()
    {
        await using var lab = await StartAndLoseAsync();

        lab.Time.Advance(MaxKeyAge);
        (await lab.VerdictAsync()).Should().Be(JwtErrorCode.KeysUnavailable);
        lab.Time.AdjustTime(TestIssuer.Now);

        (await lab.VerdictAsync()).Should().Be(JwtErrorCode.KeysUnavailable);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_ends_nothing()
    {
        await using var lab = await StartAndLoseAsync();

        lab.Time.AdjustTime(TestIssuer.Now.AddDays(-2));

        (await lab.VerdictAsync()).Should().Be(JwtErrorCode.None);
        lab.Keys.State.Should().Be(KeyState.Current);
    }

    [Fact]
    public async Task A_machine_that_slept_does_not_wake_up_with_fresh_keys()
    {
        await using var lab = await StartAndLoseAsync();

        lab.Time.AdjustTime(TestIssuer.Now + MaxKeyAge);

        (await lab.VerdictAsync()).Should().Be(JwtErrorCode.KeysUnavailable);
    }

    [Fact]
    public async Task Keys_too_old_are_fetched_again_for_the_first_token_that_needs_them()
    {
        await using var lab = await StartAndLoseAsync();
        lab.Provider.Instead = null;
        lab.Time.AdjustTime(TestIssuer.Now + MaxKeyAge);
        lab.Time.Advance(RefreshSchedule.LeastPause);

        (await lab.VerdictAsync()).Should().Be(JwtErrorCode.KeysUnavailable, "a known key waits for nothing");
        await lab.NextRefreshAsync();

        (await lab.VerdictAsync()).Should().Be(JwtErrorCode.None);
    }

    [Fact]
    public async Task That_keys_became_too_old_is_told_of_without_any_token()
    {
        await using var lab = await StartAndLoseAsync();

        lab.Time.Advance(TimeSpan.FromMinutes(5));
        await lab.NextRefreshAsync();
        lab.Time.Advance(MaxKeyAge);
        await lab.NextRefreshAsync();

        lab.StateLines.Should().HaveCount(3).And.ContainSingle(line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_interval_longer_than_half_of_the_staleness_is_shortened_to_it()
    {
        await using var lab = await KeyLab.StartAsync((issuer, _) => (issuer.KeyRefreshInterval, issuer.MaxKeyAge) = (TimeSpan.FromHours(24), MaxKeyAge));
        await lab.LoadAsync();

        (await lab.PassAsync(MaxKeyAge / 2)).Should().Be(JwksFetchOutcome.Fetched);
    }

    [Fact]
    public async Task Keys_of_the_settings_serve_beside_fetched_ones_and_do_not_age()
    {
        using var pinned = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await using var lab = await KeyLab.StartAsync((issuer, _) =>
        {
            issuer.MaxKeyAge = MaxKeyAge;
            issuer.SigningKeys.Add(new ECDsaSecurityKey(pinned) { KeyId = "pinned" });
        });
        lab.Provider.Publish(("key-2", lab.SecondKey), ("pinned", lab.SecondKey));
        (await lab.VerdictAsync(lab.Token("key-2", lab.SecondKey))).Should().Be(JwtErrorCode.None);
        (await lab.VerdictAsync(lab.Token("pinned", pinned))).Should().Be(JwtErrorCode.None, "the key of the settings is meant by its name");
        (await lab.VerdictAsync(lab.Token("pinned", lab.SecondKey))).Should().Be(JwtErrorCode.SignatureInvalid);

        lab.Provider.Instead = context => Task.Run(context.Abort);
        lab.Time.AdjustTime(TestIssuer.Now + MaxKeyAge);

        (await lab.VerdictAsync(lab.Token("pinned", pinned))).Should().Be(JwtErrorCode.None);
        (await lab.VerdictAsync(lab.Token("key-2", lab.SecondKey))).Should().Be(JwtErrorCode.KeysUnavailable);
    }

    /// <summary>Keys that were loaded, from a provider that answers no more.</summary>
    private static async Task<KeyLab> StartAndLoseAsync()
    {
        var lab = await KeyLab.StartAsync((issuer, _) => issuer.MaxKeyAge = MaxKeyAge);
        await lab.LoadAsync();
        lab.Provider.Instead = context => Task.Run(context.Abort);
        return lab;
    }
}

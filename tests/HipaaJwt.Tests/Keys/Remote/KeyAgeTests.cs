using System.Security.Cryptography;
using HipaaJwt.Keys.Remote;
using HipaaJwt.Tests.Support;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Tests.Keys.Remote;

/// <summary>The greatest age of keys that cannot be fetched again, and changes of the clock.</summary>
public sealed class KeyAgeTests
{
    private static readonly TimeSpan MaxKeyAge = TimeSpan.FromMinutes(20);

    [Fact]
    public async Task Expired_keys_stay_unavailable_when_the_clock_is_set_back()
    {
        await using var lab = await StartAndDisconnectAsync();

        lab.Time.Advance(MaxKeyAge);
        (await lab.VerdictAsync()).Should().Be(JwtErrorCode.KeysUnavailable);
        lab.Time.AdjustTime(TestIssuer.Now);

        (await lab.VerdictAsync()).Should().Be(JwtErrorCode.KeysUnavailable);
    }

    [Fact]
    public async Task Current_keys_stay_current_when_the_clock_is_set_back()
    {
        await using var lab = await StartAndDisconnectAsync();

        lab.Time.AdjustTime(TestIssuer.Now.AddDays(-2));

        (await lab.VerdictAsync()).Should().Be(JwtErrorCode.None);
        lab.Keys.State.Should().Be(KeyState.Current);
    }

    [Fact]
    public async Task Keys_expire_while_the_machine_sleeps()
    {
        await using var lab = await StartAndDisconnectAsync();

        lab.Time.AdjustTime(TestIssuer.Now + MaxKeyAge);

        (await lab.VerdictAsync()).Should().Be(JwtErrorCode.KeysUnavailable);
    }

    [Fact]
    public async Task The_first_token_that_needs_expired_keys_requests_a_refresh()
    {
        await using var lab = await StartAndDisconnectAsync();
        lab.Provider.Instead = null;
        lab.Time.AdjustTime(TestIssuer.Now + MaxKeyAge);
        lab.Time.Advance(RefreshSchedule.MinInterval);

        (await lab.VerdictAsync()).Should().Be(JwtErrorCode.KeysUnavailable, "a token whose key is known does not wait");
        await lab.NextRefreshAsync();

        (await lab.VerdictAsync()).Should().Be(JwtErrorCode.None);
    }

    [Fact]
    public async Task The_expiry_of_keys_is_logged_without_a_token()
    {
        await using var lab = await StartAndDisconnectAsync();

        lab.Time.Advance(TimeSpan.FromMinutes(5));
        await lab.NextRefreshAsync();
        lab.Time.Advance(MaxKeyAge);
        await lab.NextRefreshAsync();

        lab.StateLines.Should().HaveCount(3).And.ContainSingle(line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_refresh_interval_is_at_most_half_of_MaxKeyAge()
    {
        await using var lab = await KeyLab.StartAsync((issuer, _) =>
            (issuer.KeyRefreshInterval, issuer.MaxKeyAge) = (TimeSpan.FromHours(24), MaxKeyAge));
        await lab.LoadAsync();

        (await lab.PassAsync(MaxKeyAge / 2)).Should().Be(JwksFetchOutcome.Fetched);
    }

    [Fact]
    public async Task Pinned_keys_are_used_together_with_fetched_keys_and_do_not_expire()
    {
        using var pinned = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await using var lab = await KeyLab.StartAsync((issuer, _) =>
        {
            issuer.MaxKeyAge = MaxKeyAge;
            issuer.SigningKeys.Add(new ECDsaSecurityKey(pinned) { KeyId = "pinned" });
        });
        lab.Provider.Publish(("key-2", lab.SecondKey), ("pinned", lab.SecondKey));
        (await lab.VerdictAsync(lab.Token("key-2", lab.SecondKey))).Should().Be(JwtErrorCode.None);
        (await lab.VerdictAsync(lab.Token("pinned", pinned))).Should().Be(JwtErrorCode.None, "the pinned key takes precedence");
        (await lab.VerdictAsync(lab.Token("pinned", lab.SecondKey))).Should().Be(JwtErrorCode.SignatureInvalid);

        lab.Provider.Instead = context => Task.Run(context.Abort);
        lab.Time.AdjustTime(TestIssuer.Now + MaxKeyAge);

        (await lab.VerdictAsync(lab.Token("pinned", pinned))).Should().Be(JwtErrorCode.None);
        (await lab.VerdictAsync(lab.Token("key-2", lab.SecondKey))).Should().Be(JwtErrorCode.KeysUnavailable);
    }

    /// <summary>Loads keys. After that, the provider aborts every request.</summary>
    private static async Task<KeyLab> StartAndDisconnectAsync()
    {
        var lab = await KeyLab.StartAsync((issuer, _) => issuer.MaxKeyAge = MaxKeyAge);
        await lab.LoadAsync();
        lab.Provider.Instead = context => Task.Run(context.Abort);
        return lab;
    }
}

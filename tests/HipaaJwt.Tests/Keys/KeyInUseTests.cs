using System.Security.Cryptography;
using HipaaJwt.Keys;
using HipaaJwt.Policy;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Tests.Keys;

/// <summary>Whether a key of an earlier ring is still in use.</summary>
public sealed class KeyInUseTests : IDisposable
{
    private readonly TestIssuer _issuer = new();
    private readonly RSA _rsa = RSA.Create(2048);

    [Fact]
    public void A_key_of_the_same_ring_is_in_use()
    {
        var ring = Ring(Trust());

        ring.Keys.Should().OnlyContain(key => ring.Serves(key));
    }

    [Fact]
    public void A_key_that_was_read_again_is_in_use_whatever_its_kid_and_its_type()
    {
        var key = Ring(Trust()).Keys.Single();
        var jwk = new JsonWebKey(Jwk.Of(_issuer.Key, "other").ToJsonString());

        Ring(Trust()).Serves(key).Should().BeTrue();
        Ring(Trust(issuer => issuer.SigningKeys[0] = jwk)).Serves(key).Should().BeTrue();
    }

    [Fact]
    public void A_removed_key_is_not_in_use_even_if_its_kid_is()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var key = Ring(Trust()).Keys.Single();

        Ring(Trust(issuer => issuer.SigningKeys[0] = new ECDsaSecurityKey(other) { KeyId = TestIssuer.KeyId }))
            .Serves(key).Should().BeFalse();
    }

    [Fact]
    public void A_key_of_another_issuer_is_not_in_use()
    {
        var key = Ring(Trust()).Keys.Single();

        Ring(Trust(issuer => issuer.Issuer = "https://idp.lab.example")).Serves(key).Should().BeFalse();
    }

    [Fact]
    public void A_key_is_in_use_only_for_all_its_algorithms()
    {
        var both = Ring(TrustRsa(JwsAlgorithm.RS256, JwsAlgorithm.PS256));
        var one = Ring(TrustRsa(JwsAlgorithm.PS256));

        both.Serves(one.Keys.Single()).Should().BeTrue();
        one.Serves(both.Keys.Single()).Should().BeFalse();
    }

    [Fact]
    public void A_symmetric_key_is_in_use_if_its_secret_is_the_same()
    {
        var key = Ring(TrustSecret(1)).Keys.Single();

        Ring(TrustSecret(1)).Serves(key).Should().BeTrue();
        Ring(TrustSecret(2)).Serves(key).Should().BeFalse();
    }

    [Fact]
    public async Task A_fetched_key_is_in_use_until_a_refresh_brings_a_set_without_it()
    {
        await using var lab = await KeyLab.StartAsync();
        await lab.LoadAsync();
        var first = CurrentOf(lab.Host).Keys.Single();

        lab.Provider.Publish((TestIssuer.KeyId, lab.Issuer.Key), ("key-2", lab.SecondKey));
        await lab.PassAsync(TimeSpan.FromMinutes(5));
        CurrentOf(lab.Host).Keys.Should().NotContain(first);
        CurrentOf(lab.Host).Serves(first).Should().BeTrue();

        lab.Provider.Publish(("key-2", lab.SecondKey));
        await lab.PassAsync(TimeSpan.FromMinutes(5));
        CurrentOf(lab.Host).Serves(first).Should().BeFalse();
    }

    public void Dispose()
    {
        _issuer.Dispose();
        _rsa.Dispose();
    }

    private static KeyRing CurrentOf(TestHost host) =>
        host.Services.GetRequiredKeyedService<ValidationPolicyProvider>(string.Empty).Current.Keys;

    private KeyRing Ring(TrustedIssuer trust)
    {
        using var services = new ServiceCollection().AddSingleton<TimeProvider>(_issuer.Time)
            .AddHipaaJwt(options => options.Issuers.Add(trust)).Services.BuildServiceProvider();
        return services.GetRequiredKeyedService<ValidationPolicyProvider>(string.Empty).Current.Keys;
    }

    private TrustedIssuer Trust(Action<TrustedIssuer>? change = null) => _issuer.Trust(change);

    private TrustedIssuer TrustRsa(params JwsAlgorithm[] algorithms) => Trust(issuer =>
    {
        issuer.SigningKeys[0] = new RsaSecurityKey(_rsa) { KeyId = TestIssuer.KeyId };
        issuer.Algorithms.Clear();
        foreach (var algorithm in algorithms)
        {
            issuer.Algorithms.Add(algorithm);
        }
    });

    private TrustedIssuer TrustSecret(byte fill) => Trust(issuer =>
    {
        issuer.SigningKeys[0] = new SymmetricSecurityKey([.. Enumerable.Repeat(fill, 32)]) { KeyId = TestIssuer.KeyId };
        issuer.Algorithms[0] = JwsAlgorithm.HS256;
    });
}

using System.Security.Cryptography;
using System.Text.Json.Nodes;
using HipaaJwt.Keys.Remote;
using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Tests.Keys.Remote;

/// <summary>An answer of the issuer that is defective withdraws keys; the lack of an answer does not.</summary>
public sealed class WithdrawnKeyTests : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    private readonly ECDsa _third = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly RSA _rsa = RSA.Create(2048);

    public void Dispose()
    {
        _third.Dispose();
        _rsa.Dispose();
    }

    public static TheoryData<string> AuthenticDefects =>
    [
        "private part", "empty set", "other family", "symmetric key", "duplicate kid", "too many keys", "key for encryption",
    ];

    [Theory]
    [MemberData(nameof(AuthenticDefects))]
    public async Task A_defective_set_without_the_key_withdraws_it_for_new_and_cached_tokens(string defect)
    {
        await using var lab = await StartAsync();
        var token = lab.Token();
        (await lab.VerdictAsync(token)).Should().Be(JwtErrorCode.None);

        Answer(lab, [.. Defect(lab, defect)]);
        (await lab.PassAsync(Interval)).Should().NotBe(JwksFetchOutcome.Fetched);

        (await lab.VerdictAsync(token)).Should().NotBe(JwtErrorCode.None, "the token was cached");
        (await lab.VerdictAsync()).Should().NotBe(JwtErrorCode.None);
        lab.Log.Lines.Should().Contain(line => line.Id == 23 && line.Level == LogLevel.Critical);
    }

    [Theory]
    [MemberData(nameof(AuthenticDefects))]
    public async Task A_defective_set_with_the_key_keeps_it_and_adds_no_other(string defect)
    {
        await using var lab = await StartAsync();

        Answer(lab, [Jwk.Of(lab.Issuer.Key), Jwk.Of(_third, "key-3"), .. Defect(lab, defect)]);
        var outcome = await lab.PassAsync(Interval);

        (await lab.VerdictAsync()).Should().Be(JwtErrorCode.None);
        (await lab.VerdictAsync(lab.Token("key-2", lab.SecondKey))).Should().NotBe(JwtErrorCode.None, "the set does not contain it");
        (await lab.VerdictAsync(lab.Token("key-3", _third)) == JwtErrorCode.None).Should().Be(outcome == JwksFetchOutcome.Fetched);
    }

    [Theory]
    [InlineData(503, "")]
    [InlineData(200, "<html>Sign in</html>")]
    [InlineData(200, "{}")]
    [InlineData(200, "{\"keys\":null}")]
    [InlineData(200, "{\"error\":\"invalid_request\"}")]
    public async Task An_answer_that_is_no_set_withdraws_nothing(int status, string answer)
    {
        await using var lab = await StartAsync();
        lab.Provider.Instead = context =>
        {
            context.Response.StatusCode = status;
            return KeyProvider.WriteAsync(context, answer);
        };

        (await lab.PassAsync(Interval)).Should().NotBe(JwksFetchOutcome.Fetched);

        (await lab.VerdictAsync()).Should().Be(JwtErrorCode.None);
        lab.Log.Lines.Should().NotContain(line => line.Id == 23);
    }

    [Fact]
    public async Task Metadata_of_another_issuer_withdraw_nothing()
    {
        await using var lab = await KeyLab.StartAsync();
        await lab.LoadAsync();
        lab.Provider.Instead = context => KeyProvider.WriteAsync(
            context, context.Request.Path == KeyProvider.MetadataPath ? lab.Provider.Metadata("https://other.example") : """{"keys":[]}""");

        (await lab.PassAsync(Interval)).Should().Be(JwksFetchOutcome.IssuerMismatch);

        (await lab.VerdictAsync()).Should().Be(JwtErrorCode.None);
    }

    [Fact]
    public async Task A_defective_set_does_not_make_the_remaining_keys_younger()
    {
        await using var lab = await StartAsync((issuer, address) =>
        {
            KeyLab.BySet(issuer, address);
            issuer.MaxKeyAge = TimeSpan.FromMinutes(20);
        });
        Answer(lab, Jwk.Of(lab.Issuer.Key), Jwk.Of(new byte[32], "mac"));
        await lab.PassAsync(Interval);
        lab.Keys.Age.Should().Be(Interval);

        lab.Time.Advance(TimeSpan.FromMinutes(15) - TimeSpan.FromTicks(1));
        (await lab.VerdictAsync()).Should().Be(JwtErrorCode.None);
        lab.Time.Advance(TimeSpan.FromTicks(1));
        (await lab.VerdictAsync()).Should().Be(JwtErrorCode.KeysUnavailable);
    }

    [Fact]
    public async Task Keys_that_a_defective_set_withdrew_come_back_with_a_good_set()
    {
        await using var lab = await StartAsync();
        Answer(lab);
        await lab.PassAsync(Interval);
        lab.Keys.State.Should().Be(KeyState.Unavailable);
        lab.Provider.Instead = null;

        await lab.PassAsync(RefreshSchedule.MinInterval);

        (await lab.VerdictAsync()).Should().Be(JwtErrorCode.None);
    }

    public static TheoryData<string> Leaks => ["d", "d alone", "d without leading zeros", "clean besides", "for encryption", "no kid"];

    [Theory]
    [MemberData(nameof(Leaks))]
    public async Task A_key_whose_private_part_was_published_verifies_nothing_even_if_a_later_set_is_clean(string leak)
    {
        await using var lab = await StartAsync();
        var token = lab.Token();
        (await lab.VerdictAsync(token)).Should().Be(JwtErrorCode.None);

        Answer(lab, [Jwk.Of(lab.SecondKey, "key-2"), .. Leak(lab.Issuer.Key, leak)]);
        (await lab.PassAsync(Interval)).Should().Be(JwksFetchOutcome.PrivateKeyPublished);
        (await lab.VerdictAsync(token)).Should().NotBe(JwtErrorCode.None);
        (await lab.VerdictAsync(lab.Token("key-2", lab.SecondKey))).Should().Be(JwtErrorCode.None, "this key is not leaked");
        lab.Log.Lines.Should().Contain(line => line.Id == 22 && line.Level == LogLevel.Critical);

        lab.Provider.Publish((TestIssuer.KeyId, lab.Issuer.Key), ("key-2", lab.SecondKey), ("renamed", lab.Issuer.Key));
        lab.Provider.Instead = null;
        (await lab.PassAsync(RefreshSchedule.MinInterval)).Should().Be(JwksFetchOutcome.Fetched);
        (await lab.VerdictAsync(token)).Should().NotBe(JwtErrorCode.None);
        (await lab.VerdictAsync(lab.Token("renamed"))).Should().NotBe(JwtErrorCode.None);
        (await lab.VerdictAsync(lab.Token("key-2", lab.SecondKey))).Should().Be(JwtErrorCode.None);
        lab.Log.Lines.Should().Contain(line => line.Id == 21 && line.Text.Contains("was published", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_set_of_leaked_keys_only_is_not_usable()
    {
        await using var lab = await StartAsync();
        lab.Provider.Publish((TestIssuer.KeyId, lab.Issuer.Key));
        Answer(lab, [.. Leak(lab.Issuer.Key, "d")]);
        await lab.PassAsync(Interval);
        lab.Provider.Instead = null;

        (await lab.PassAsync(RefreshSchedule.MinInterval)).Should().Be(JwksFetchOutcome.NoUsableKey);

        lab.Keys.State.Should().Be(KeyState.Unavailable);
        (await lab.VerdictAsync()).Should().NotBe(JwtErrorCode.None);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pinned_keys_stop_if_their_private_part_was_published_at_the_issuer_or_proven_at_another(bool atAnother)
    {
        const string Other = "https://idp.lab.example";
        var pinned = new TrustedIssuer
        {
            Issuer = Other,
            Audiences = { TestIssuer.Audience },
            Algorithms = { JwsAlgorithm.ES256 },
            SigningKeys = { new ECDsaSecurityKey(_third) { KeyId = "pinned" } },
        };
        await using var lab = await KeyLab.StartAsync(
            (issuer, address) =>
            {
                KeyLab.BySet(issuer, address);
                if (!atAnother)
                {
                    issuer.SigningKeys.Add(new ECDsaSecurityKey(_third) { KeyId = "pinned" });
                }
            },
            services => services.Configure<HipaaJwtOptions>(options => options.Issuers.Add(pinned)));
        await lab.LoadAsync();
        var token = RawToken.Sign(
            """{"alg":"ES256","typ":"at+jwt","kid":"pinned"}""",
            Claims(lab, atAnother ? Other : TestIssuer.Name).ToJsonString(),
            RawToken.Es256(_third));
        (await lab.VerdictAsync(token)).Should().Be(JwtErrorCode.None);

        Answer(lab, [Jwk.Of(lab.Issuer.Key), .. Leak(_third, "d")]);
        await lab.PassAsync(Interval);

        (await lab.VerdictAsync(token)).Should().NotBe(JwtErrorCode.None);
        lab.Log.Lines.Should().Contain(line => line.Id == 24 && line.Level == LogLevel.Critical);
    }

    [Fact]
    public async Task An_issuer_cannot_withdraw_the_key_of_another_by_a_false_private_part()
    {
        var pinned = new TrustedIssuer
        {
            Issuer = "https://idp.lab.example",
            Audiences = { TestIssuer.Audience },
            Algorithms = { JwsAlgorithm.ES256, JwsAlgorithm.RS256 },
            SigningKeys = { new ECDsaSecurityKey(_third) { KeyId = "ec" }, new RsaSecurityKey(_rsa) { KeyId = "rsa" } },
        };
        await using var lab = await KeyLab.StartAsync(
            KeyLab.BySet, services => services.Configure<HipaaJwtOptions>(options => options.Issuers.Add(pinned)));
        await lab.LoadAsync();
        var (ec, rsa) = (Jwk.Of(_third, "ec"), Jwk.Of(_rsa.ExportParameters(false), "rsa"));
        (ec["d"], rsa["d"], rsa["p"]) = (RawToken.Base64(lab.SecondKey.ExportParameters(true).D), "AQAB", "Aw");

        Answer(lab, Jwk.Of(lab.Issuer.Key), ec, rsa);
        await lab.PassAsync(Interval);

        var claims = Claims(lab, "https://idp.lab.example").ToJsonString();
        (await lab.VerdictAsync(RawToken.Sign("""{"alg":"ES256","typ":"at+jwt","kid":"ec"}""", claims, RawToken.Es256(_third))))
            .Should().Be(JwtErrorCode.None);
        (await lab.VerdictAsync(RawToken.Sign("""{"alg":"RS256","typ":"at+jwt","kid":"rsa"}""", claims, SignRsa)))
            .Should().Be(JwtErrorCode.None);
    }

    [Theory]
    [InlineData("d")]
    [InlineData("p")]
    [InlineData("p,q")]
    [InlineData("p,q without n")]
    [InlineData("d,p,q,dp,dq,qi")]
    public async Task A_pinned_RSA_key_stops_at_all_issuers_if_another_issuer_published_its_private_part(string members)
    {
        const string Other = "https://idp.lab.example";
        var pinned = new TrustedIssuer
        {
            Issuer = Other,
            Audiences = { TestIssuer.Audience },
            Algorithms = { JwsAlgorithm.RS256 },
            SigningKeys = { new RsaSecurityKey(_rsa.ExportParameters(false)) { KeyId = "rsa" } },
        };
        await using var lab = await KeyLab.StartAsync(
            KeyLab.BySet, services => services.Configure<HipaaJwtOptions>(options => options.Issuers.Add(pinned)));
        await lab.LoadAsync();
        var token = RawToken.Sign("""{"alg":"RS256","typ":"at+jwt","kid":"rsa"}""", Claims(lab, Other).ToJsonString(), SignRsa);
        (await lab.VerdictAsync(token)).Should().Be(JwtErrorCode.None);

        Answer(lab, Jwk.Of(lab.Issuer.Key), PrivateRsa(members));
        await lab.PassAsync(Interval);

        (await lab.VerdictAsync(token)).Should().NotBe(JwtErrorCode.None);
    }

    [Fact]
    public async Task A_pinned_secret_stops_if_it_was_published()
    {
        var secret = RandomNumberGenerator.GetBytes(32);
        await using var lab = await KeyLab.StartAsync((issuer, address) =>
        {
            KeyLab.BySet(issuer, address);
            issuer.Algorithms.Add(JwsAlgorithm.HS256);
            issuer.SigningKeys.Add(new SymmetricSecurityKey(secret) { KeyId = "mac" });
        });
        await lab.LoadAsync();
        var token = RawToken.Sign(
            """{"alg":"HS256","typ":"at+jwt","kid":"mac"}""", Claims(lab, TestIssuer.Name).ToJsonString(), RawToken.Hs256(secret));
        (await lab.VerdictAsync(token)).Should().Be(JwtErrorCode.None);

        Answer(lab, Jwk.Of(lab.Issuer.Key), Jwk.Of(secret, null));
        (await lab.PassAsync(Interval)).Should().Be(JwksFetchOutcome.SymmetricKeyPublished);

        (await lab.VerdictAsync(token)).Should().NotBe(JwtErrorCode.None);
        lab.Log.Lines.Should().OnlyContain(line => !line.Text.Contains(RawToken.Base64(secret), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_leak_counts_for_other_trusts_too()
    {
        await using var lab = await KeyLab.StartAsync(KeyLab.BySet, services => services.AddHipaaJwt("partners", options =>
            options.Issuers.Add(new TrustedIssuer
            {
                Issuer = TestIssuer.Name,
                Audiences = { TestIssuer.Audience },
                Algorithms = { JwsAlgorithm.ES256 },
                SigningKeys = { new ECDsaSecurityKey(_third) { KeyId = "pinned" } },
            })));
        await lab.LoadAsync();
        var partners = lab.Host.Services.GetRequiredKeyedService<IJwtValidator>("partners");
        var token = lab.Token("pinned", _third);
        (await partners.ValidateAsync(token)).IsValid.Should().BeTrue();

        Answer(lab, [Jwk.Of(lab.Issuer.Key), .. Leak(_third, "d")]);
        await lab.PassAsync(Interval);

        (await partners.ValidateAsync(token)).IsValid.Should().BeFalse();
    }

    private static JsonObject Claims(KeyLab lab, string issuer)
    {
        var claims = TestIssuer.Claims();
        claims["iss"] = issuer;
        claims["exp"] = lab.Time.GetUtcNow().AddMinutes(30).ToUnixTimeSeconds();
        return claims;
    }

    private static void Answer(KeyLab lab, params JsonObject[] keys)
    {
        var set = new JsonObject { ["keys"] = new JsonArray([.. keys]) }.ToJsonString();
        lab.Provider.Instead = context => KeyProvider.WriteAsync(context, set);
    }

    private static JsonObject[] Leak(ECDsa key, string leak)
    {
        var entry = Jwk.Of(key, leak == "no kid" ? null : "leaked");
        entry["d"] = RawToken.Base64(key.ExportParameters(true).D);
        switch (leak)
        {
            case "d alone":
                entry.Remove("x");
                entry.Remove("y");
                break;
            case "d without leading zeros":
                entry["d"] = RawToken.Base64([.. key.ExportParameters(true).D!.SkipWhile(octet => octet == 0)]);
                break;
            case "clean besides":
                return [Jwk.Of(key), entry];
            case "for encryption":
                entry["use"] = "enc";
                break;
        }

        return [entry];
    }

    private static async Task<KeyLab> StartAsync(Action<TrustedIssuer, string>? trust = null)
    {
        var lab = await KeyLab.StartAsync(trust ?? KeyLab.BySet);
        lab.Provider.Publish((TestIssuer.KeyId, lab.Issuer.Key), ("key-2", lab.SecondKey));
        await lab.LoadAsync();
        return lab;
    }

    private JsonObject[] Defect(KeyLab lab, string defect)
    {
        switch (defect)
        {
            case "private part":
                return Leak(_third, "d");
            case "other family":
                return [Jwk.Of(_rsa.ExportParameters(false), "rsa")];
            case "symmetric key":
                return [Jwk.Of(new byte[32], "mac")];
            case "duplicate kid":
                return [Jwk.Of(_third, "same"), Jwk.Of(lab.SecondKey, "same")];
            case "too many keys":
                return [.. Enumerable.Range(0, 101).Select(number => Jwk.Of(_third, $"k{number}"))];
            case "key for encryption":
                var key = Jwk.Of(_third, "enc");
                key["use"] = "enc";
                return [key];
            default:
                return [];
        }
    }

    private JsonObject PrivateRsa(string members)
    {
        var parameters = _rsa.ExportParameters(true);
        var entry = Jwk.Of(_rsa.ExportParameters(false), "leaked");
        Dictionary<string, byte[]?> all = new(StringComparer.Ordinal)
        {
            ["d"] = parameters.D,
            ["p"] = parameters.P,
            ["q"] = parameters.Q,
            ["dp"] = parameters.DP,
            ["dq"] = parameters.DQ,
            ["qi"] = parameters.InverseQ,
        };
        foreach (var name in members.Split(' ')[0].Split(','))
        {
            entry[name] = RawToken.Base64(all[name]);
        }

        if (members.EndsWith("without n", StringComparison.Ordinal))
        {
            entry.Remove("n");
        }

        return entry;
    }

    private byte[] SignRsa(byte[] data) => _rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
}

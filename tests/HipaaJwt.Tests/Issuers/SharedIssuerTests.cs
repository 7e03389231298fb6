using System.Security.Cryptography;
using System.Text.Json.Nodes;
using HipaaJwt.Tests.Support;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Tests.Issuers;

/// <summary>Several entries with the same issuer and keys of their own, such as the policies of Azure AD B2C.</summary>
public sealed class SharedIssuerTests : IDisposable
{
    private const string Flow = "B2C_1_signin";
    private const string Custom = "b2c_1a_signin";

    private readonly TestIssuer _issuer = new();
    private readonly ECDsa _customKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public static TheoryData<string, string, string, string> Distinctions { get; } = new()
    {
        { "tfp", Flow, "tfp", Custom },
        { "tfp", Flow, "acr", Custom },
    };

    public void Dispose()
    {
        _issuer.Dispose();
        _customKey.Dispose();
    }

    [Theory]
    [MemberData(nameof(Distinctions))]
    public async Task Each_policy_accepts_only_tokens_of_its_own_keys(string claim, string value, string otherClaim, string otherValue)
    {
        await using var host = Host((claim, value), (otherClaim, otherValue));

        for (var round = 0; round < 2; round++)
        {
            (await host.ValidateAsync(FlowToken((claim, value)))).Error.Should().Be(JwtError.None);
            (await host.ValidateAsync(CustomToken((otherClaim, otherValue)))).Error.Should().Be(JwtError.None);
            (await host.ValidateAsync(FlowToken((otherClaim, otherValue)))).IsValid.Should().BeFalse();
            (await host.ValidateAsync(CustomToken((claim, value)))).IsValid.Should().BeFalse();
            (await host.ValidateAsync(FlowToken())).Error.Should().Be(new JwtError(JwtErrorCode.ClaimMissing, claim));
            (await host.ValidateAsync(CustomToken())).Error.Should().Be(new JwtError(JwtErrorCode.ClaimMissing, otherClaim));
        }
    }

    [Fact]
    public async Task A_token_that_belongs_to_both_policies_is_rejected_with_either_key()
    {
        await using var host = Host(("tfp", Flow), ("acr", Custom));

        (await host.ValidateAsync(FlowToken(("tfp", Flow), ("acr", Custom))))
            .Error.Should().Be(new JwtError(JwtErrorCode.ClaimValueNotAllowed, "acr"));
        (await host.ValidateAsync(CustomToken(("tfp", Flow), ("acr", Custom))))
            .Error.Should().Be(new JwtError(JwtErrorCode.ClaimValueNotAllowed, "tfp"));
        (await host.ValidateAsync(FlowToken(("tfp", Flow), ("acr", "other")))).Error.Should().Be(JwtError.None);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_claim_selects_the_policy_if_both_have_the_same_key(bool reverse)
    {
        var entries = new[] { Entry(("tfp", Flow), _issuer.SecurityKey), Entry(("tfp", Custom), _issuer.SecurityKey) };
        entries[0].Audiences[0] = "https://flow.example";
        await using var host = new TestHost(_issuer.Time, options =>
        {
            foreach (var entry in reverse ? entries.Reverse() : entries)
            {
                options.Issuers.Add(entry);
            }
        });

        (await host.ValidateAsync(FlowToken(("tfp", Flow), ("aud", "https://flow.example")))).Error.Should().Be(JwtError.None);
        (await host.ValidateAsync(FlowToken(("tfp", Custom)))).Error.Should().Be(JwtError.None);
        (await host.ValidateAsync(FlowToken(("tfp", Flow)))).Error.Should().Be(new JwtError(JwtErrorCode.AudienceNotAllowed, "aud"));
        (await host.ValidateAsync(FlowToken(("tfp", "third")))).IsValid.Should().BeFalse();
    }

    [Fact]
    public async Task Two_policies_do_not_share_a_key_ID()
    {
        await using var host = new TestHost(_issuer.Time, options =>
        {
            options.Issuers.Add(Entry(("tfp", Flow), _issuer.SecurityKey));
            options.Issuers.Add(Entry(("tfp", Custom), new ECDsaSecurityKey(_customKey) { KeyId = TestIssuer.KeyId }));
        });

        (await host.ValidateAsync(FlowToken(("tfp", Flow)))).Error.Should().Be(JwtError.None);
        (await host.ValidateAsync(FlowToken(("tfp", Custom))))
            .Error.Should().Be(new JwtError(JwtErrorCode.SignatureInvalid), "the claim selects the key of its policy");
    }

    [Fact]
    public async Task The_keys_of_both_policies_are_downloaded_from_their_own_addresses()
    {
        await using var flow = await KeyProvider.StartAsync();
        await using var custom = await KeyProvider.StartAsync();
        flow.Publish((TestIssuer.KeyId, _issuer.Key));
        custom.Publish(("custom", _customKey));
        await using var host = new TestHost(_issuer.Time, options =>
        {
            options.Issuers.Add(Entry(("tfp", Flow), null, flow.Address + KeyProvider.MetadataPath));
            options.Issuers.Add(Entry(("acr", Custom), null, custom.Address + KeyProvider.MetadataPath));
        });

        (await host.ValidateAsync(CustomToken(("acr", Custom)))).Error.Should().Be(JwtError.None);
        flow.Requests.Should().BeEmpty("the claim selects the policy whose keys are downloaded");
        (await host.ValidateAsync(FlowToken(("tfp", Flow)))).Error.Should().Be(JwtError.None);
        (await host.ValidateAsync(FlowToken(("acr", Custom)))).IsValid.Should().BeFalse();
    }

    [Fact]
    public void Entries_that_no_claim_distinguishes_are_a_problem()
    {
        Problems(("tfp", Flow), ("tfp", Flow)).Should().ContainSingle().Which.Should().Match(
            "HipaaJwtOptions.Issuers contains \"https://idp.hospital.example\" more than once. Write one entry *"
            + "Or give each entry other values of one claim in RequiredClaimValues.");
        Problems(("tfp", Flow), null).Should().ContainSingle();
        Problems(null, null).Should().ContainSingle();
        Problems(("tfp", Flow), ("tfp", Custom)).Should().BeEmpty();
        Problems(("tfp", Flow), ("acr", Custom)).Should().BeEmpty();
    }

    [Fact]
    public void Two_policies_with_the_same_address_are_a_problem() =>
        OptionsProblems.Of(new HipaaJwtOptions
        {
            Issuers =
            {
                Entry(("tfp", Flow), null, "https://idp.hospital.example/m"),
                Entry(("tfp", Custom), null, "https://idp.hospital.example/m"),
            },
        }).Should().ContainSingle().Which.Should().Contain("with the same address of keys");

    [Theory]
    [InlineData(TestIssuer.Name, JwtErrorCode.None)]
    [InlineData("idp.hospital.example", JwtErrorCode.None)]
    [InlineData("IDP.hospital.example", JwtErrorCode.IssuerNotAllowed)]
    [InlineData("idp.hospital.example/", JwtErrorCode.IssuerNotAllowed)]
    public async Task Other_spellings_of_an_issuer_are_the_same_issuer(string name, JwtErrorCode code)
    {
        await using var host = new TestHost(_issuer, trust => trust.IssuerAliases.Add("idp.hospital.example"));

        var result = await host.ValidateAsync(FlowToken(("iss", name)));

        result.Error.Code.Should().Be(code);
        if (result.IsValid)
        {
            result.Token!.Issuer.Should().Be(TestIssuer.Name);
        }
    }

    [Fact]
    public async Task A_missing_key_is_downloaded_for_another_spelling_too()
    {
        await using var provider = await KeyProvider.StartAsync();
        provider.Publish((TestIssuer.KeyId, _issuer.Key));
        var issuer = Entry(null, null, provider.Address + KeyProvider.MetadataPath);
        issuer.IssuerAliases.Add("idp.hospital.example");
        await using var host = new TestHost(_issuer.Time, options => options.Issuers.Add(issuer));

        (await host.ValidateAsync(FlowToken(("iss", "idp.hospital.example")))).Error.Should().Be(JwtError.None);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    public void An_empty_spelling_is_a_problem(string? alias) =>
        OptionsProblems.Of(_issuer, trust => trust.IssuerAliases.Add(alias!)).Should().Equal(
            "HipaaJwtOptions.Issuers[0].IssuerAliases has an empty entry. Remove it.");

    [Fact]
    public void A_spelling_that_is_another_issuer_is_a_problem() =>
        OptionsProblems.Of(_issuer, change: options =>
        {
            var other = _issuer.Trust();
            other.Issuer = "https://other.example";
            other.IssuerAliases.Add(TestIssuer.Name);
            options.Issuers.Add(other);
        }).Should().ContainSingle().Which.Should().Contain("more than once");

    private static TrustedIssuer Entry((string Claim, string Value)? required, SecurityKey? key, string? metadata = null)
    {
        var entry = new TrustedIssuer
        {
            Issuer = TestIssuer.Name,
            Audiences = { TestIssuer.Audience },
            Algorithms = { JwsAlgorithm.ES256 },
            MetadataAddress = metadata,
        };
        if (key is not null)
        {
            entry.SigningKeys.Add(key);
        }

        if (required is { } value)
        {
            entry.RequiredClaimValues[value.Claim] = [value.Value];
        }

        return entry;
    }

    private IReadOnlyList<string> Problems((string, string)? first, (string, string)? second) => OptionsProblems.Of(new HipaaJwtOptions
    {
        Issuers = { Entry(first, _issuer.SecurityKey), Entry(second, new ECDsaSecurityKey(_customKey) { KeyId = "custom" }) },
    });

    private TestHost Host((string, string) flow, (string, string) custom) => new(_issuer.Time, options =>
    {
        options.Issuers.Add(Entry(flow, _issuer.SecurityKey));
        options.Issuers.Add(Entry(custom, new ECDsaSecurityKey(_customKey) { KeyId = "custom" }));
    });

    private string FlowToken(params (string Name, string Value)[] set) => Token(TestIssuer.KeyId, _issuer.Key, set);

    private string CustomToken(params (string Name, string Value)[] set) => Token("custom", _customKey, set);

    private static string Token(string keyId, ECDsa key, (string Name, string Value)[] set)
    {
        var (header, claims) = (TestIssuer.Header(), TestIssuer.Claims());
        header["kid"] = keyId;
        foreach (var (name, value) in set)
        {
            claims[name] = value;
        }

        return RawToken.Sign(header.ToJsonString(), claims.ToJsonString(), RawToken.Es256(key));
    }
}

using System.Collections.Immutable;
using System.Security.Cryptography;
using HipaaJwt.Jws;
using HipaaJwt.Keys;
using HipaaJwt.Keys.Remote;
using HipaaJwt.Policy;
using HipaaJwt.Tests.Support;
using HipaaJwt.Validation;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.Tests.Validation;

/// <summary>Each token costs at most one verification, however many issuers have a key that its header can mean.</summary>
public sealed class SingleVerificationTests : IDisposable
{
    private const int IssuerCount = 200;

    private readonly TestIssuer _issuer = new();
    private readonly ECDsa _other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly CountingVerifier[] _verifiers;
    private readonly ValidationSnapshot _snapshot;

    public SingleVerificationTests()
    {
        _verifiers = [.. Enumerable.Range(0, IssuerCount).Select(_ => new CountingVerifier(_issuer.Key.ExportParameters(false)))];
        _snapshot = Snapshot(keyId: TestIssuer.KeyId);
    }

    public void Dispose()
    {
        _issuer.Dispose();
        _other.Dispose();
    }

    [Theory]
    [InlineData("https://idp.hospital.example/tenants/0")]
    [InlineData("https://idp.hospital.example/tenants/199")]
    [InlineData("https://unknown.example")]
    [InlineData("")]
    [InlineData(null)]
    public void A_forged_token_costs_one_verification(string? issuer)
    {
        var claims = TestIssuer.Claims();
        claims["iss"] = issuer;
        var forged = RawToken.Sign(TestIssuer.Header().ToJsonString(), claims.ToJsonString(), RawToken.Es256(_other));

        Validate(forged, _snapshot).Error.Code.Should().Be(JwtErrorCode.SignatureInvalid);

        _verifiers.Sum(verifier => verifier.Count).Should().Be(1);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("no JSON")]
    [InlineData("{\"iss\":[]}")]
    public void A_forged_token_with_unreadable_claims_costs_one_verification(string claims)
    {
        var forged = RawToken.Sign(TestIssuer.Header().ToJsonString(), claims, RawToken.Es256(_other));

        Validate(forged, _snapshot).Error.Code.Should().Be(JwtErrorCode.SignatureInvalid);

        _verifiers.Sum(verifier => verifier.Count).Should().Be(1);
    }

    [Fact]
    public void A_forged_typ_costs_at_most_one_verification()
    {
        Validate(_issuer.Token(header => header["typ"] = "JWT"), _snapshot).Error.Code.Should().Be(JwtErrorCode.TokenTypeNotAllowed);

        _verifiers.Sum(verifier => verifier.Count).Should().Be(0);
    }

    [Fact]
    public void A_genuine_token_costs_one_verification_with_the_key_of_its_issuer()
    {
        var verdict = Validate(_issuer.Token(claims: claims => claims["iss"] = Name(150)), _snapshot);

        verdict.Token!.Issuer.Should().Be(Name(150));
        _verifiers[150].Count.Should().Be(1);
        _verifiers.Sum(verifier => verifier.Count).Should().Be(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_token_without_kid_costs_at_most_one_verification(bool hasKeyId)
    {
        var snapshot = Snapshot(hasKeyId ? TestIssuer.KeyId : null);

        var verdict = Validate(
            _issuer.Token(header => header.Remove("kid"), claims => claims["iss"] = Name(7)), snapshot);

        verdict.Token!.Issuer.Should().Be(Name(7));
        _verifiers.Sum(verifier => verifier.Count).Should().Be(1);
        Validate(_issuer.Token(header => header.Remove("kid")), snapshot).Error.Code.Should().Be(JwtErrorCode.KeyAmbiguous);
        _verifiers.Sum(verifier => verifier.Count).Should().Be(1);
    }

    private static string Name(int number) => $"https://idp.hospital.example/tenants/{number}";

    private static Verdict Validate(string token, ValidationSnapshot snapshot)
    {
        CompactJws.TryParse(token, out var jws).Should().BeTrue();
        return JwsValidator.Validate(token, jws, snapshot, TestIssuer.Now);
    }

    private ValidationSnapshot Snapshot(string? keyId)
    {
        using var services = new ServiceCollection().AddSingleton<TimeProvider>(_issuer.Time).AddHipaaJwt(options =>
        {
            for (var number = 0; number < IssuerCount; number++)
            {
                options.Issuers.Add(_issuer.Trust(issuer => issuer.Issuer = Name(number)));
            }
        }).Services.BuildServiceProvider();
        var policy = services.GetRequiredKeyedService<ValidationPolicyProvider>(string.Empty).Current.Policy;
        ImmutableArray<VerificationKey> keys =
        [
            .. policy.Issuers.Select((issuer, index) => new VerificationKey(keyId, issuer, PinnedKeySource.Instance, [_verifiers[index]])),
        ];
        return new ValidationSnapshot(policy with { PinnedKeys = keys }, [], new LeakedKeys());
    }

    private sealed class CountingVerifier(ECParameters key)
        : SignatureVerifier(JwsAlgorithms.All.Single(row => row.Id == JwsAlgorithm.ES256), signatureLength: 64)
    {
        private readonly EcdsaVerifier _inner = new(JwsAlgorithms.All.Single(row => row.Id == JwsAlgorithm.ES256), key);

        public int Count { get; private set; }

        protected override bool VerifyCore(ReadOnlySpan<byte> signingInput, ReadOnlySpan<byte> signature)
        {
            Count++;
            return _inner.Verify(signingInput, signature);
        }
    }
}

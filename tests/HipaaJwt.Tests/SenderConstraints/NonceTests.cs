using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.Tests.SenderConstraints;

public sealed class NonceTests : IDisposable
{
    private static readonly string Key = Convert.ToBase64String(Enumerable.Range(0, 32).Select(one => (byte)(one * 8)).ToArray());

    private readonly TestIssuer _issuer = new();
    private readonly DPoPClient _client = new();

    public void Dispose()
    {
        _issuer.Dispose();
        _client.Dispose();
    }

    [Fact]
    public async Task A_proof_needs_the_nonce_of_this_period_or_of_the_one_before()
    {
        await using var host = Host();
        var nonce = NoncesOf(host).Current;

        (await VerdictAsync(host, null)).Should().Be(new JwtError(JwtErrorCode.ProofNonceRequired, "nonce"));
        (await VerdictAsync(host, "x")).Code.Should().Be(JwtErrorCode.ProofNonceRequired);
        (await VerdictAsync(host, nonce)).Should().Be(JwtError.None);
        _issuer.Time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1));
        NoncesOf(host).Current.Should().Be(nonce, "12:00 is the begin of a period of five minutes");
        _issuer.Time.Advance(TimeSpan.FromTicks(1));
        NoncesOf(host).Current.Should().NotBe(nonce);
        (await VerdictAsync(host, nonce)).Should().Be(JwtError.None);
        (await VerdictAsync(host, NoncesOf(host).Current)).Should().Be(JwtError.None);
        _issuer.Time.Advance(TimeSpan.FromMinutes(5));
        (await VerdictAsync(host, nonce)).Code.Should().Be(JwtErrorCode.ProofNonceRequired);
    }

    [Fact]
    public async Task A_proof_without_the_nonce_is_not_used_up_and_a_bad_one_learns_no_more_than_that()
    {
        await using var host = Host();
        using var thief = new DPoPClient();
        var token = _issuer.Token(claims: _client.Bind);
        var request = new JwtValidationRequest { DPoPProof = thief.Proof(token), HttpMethod = "GET", HttpUri = new Uri(DPoPClient.Address) };

        (await host.Validator.ValidateAsync(token, request)).Error.Code.Should().Be(JwtErrorCode.ProofKeyMismatch);
    }

    [Fact]
    public async Task Instances_with_one_key_accept_one_anothers_nonces_and_others_do_not()
    {
        await using var one = Host(Key);
        await using var two = Host(Key.Replace('+', '-').Replace('/', '_').TrimEnd('='));
        await using var other = Host();

        (await VerdictAsync(two, NoncesOf(one).Current)).Should().Be(JwtError.None);
        (await VerdictAsync(other, NoncesOf(one).Current)).Code.Should().Be(JwtErrorCode.ProofNonceRequired);
        NoncesOf(one).Current.Should().HaveLength(43);
    }

    [Fact]
    public async Task Without_the_option_no_nonce_is_needed()
    {
        await using var host = new TestHost(_issuer);

        NoncesOf(host).IsRequired.Should().BeFalse();
        (await VerdictAsync(host, null)).Should().Be(JwtError.None);
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("not base64 at all, though it is long enough for 32 bytes")]
    public void A_key_that_is_no_secret_stops_the_start(string key) =>
        OptionsProblems.Of(_issuer, change: options => options.DPoP.NonceKey = key)
            .Should().ContainSingle().Which.Should().StartWith("HipaaJwtOptions.DPoP.NonceKey is not base64 of at least 32 bytes.");

    private static DPoPNonces NoncesOf(TestHost host) => host.Services.GetRequiredService<DPoPNonces>();

    private TestHost Host(string? key = null) => new(_issuer, options: options =>
    {
        options.DPoP.RequireNonce = true;
        options.DPoP.NonceKey = key;
    });

    private async Task<JwtError> VerdictAsync(TestHost host, string? nonce)
    {
        var token = _issuer.Token(claims: claims =>
        {
            _client.Bind(claims);
            claims["iat"] = _issuer.Time.GetUtcNow().ToUnixTimeSeconds();
            claims["exp"] = _issuer.Time.GetUtcNow().AddMinutes(10).ToUnixTimeSeconds();
        });
        var proof = _client.Proof(token, claims: claims =>
        {
            claims["iat"] = _issuer.Time.GetUtcNow().ToUnixTimeSeconds();
            claims["nonce"] = nonce;
        });
        return (await host.Validator.ValidateAsync(token, new JwtValidationRequest { DPoPProof = proof, HttpMethod = "GET", HttpUri = new Uri(DPoPClient.Address) })).Error;
    }
}

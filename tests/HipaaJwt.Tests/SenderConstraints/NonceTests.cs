using HipaaJwt.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace HipaaJwt.Tests.SenderConstraints;

public sealed class NonceTests : IDisposable
{
    private static readonly string Key = Convert.ToBase64String(Enumerable.Range(0, 32).Select(index => (byte)(index * 8)).ToArray());

    private readonly TestIssuer _issuer = new();
    private readonly DPoPClient _client = new();

    public void Dispose()
    {
        _issuer.Dispose();
        _client.Dispose();
    }

    [Fact]
    public async Task A_proof_must_contain_the_nonce_of_the_current_or_the_previous_period()
    {
        await using var host = Host();
        var nonce = NoncesOf(host).Current;

        (await ValidateAsync(host, null)).Should().Be(new JwtError(JwtErrorCode.ProofNonceRequired, "nonce"));
        (await ValidateAsync(host, "x")).Code.Should().Be(JwtErrorCode.ProofNonceRequired);
        (await ValidateAsync(host, nonce)).Should().Be(JwtError.None);
        _issuer.Time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1));
        NoncesOf(host).Current.Should().Be(nonce, "12:00 is the start of a period of five minutes");
        _issuer.Time.Advance(TimeSpan.FromTicks(1));
        NoncesOf(host).Current.Should().NotBe(nonce);
        (await ValidateAsync(host, nonce)).Should().Be(JwtError.None);
        (await ValidateAsync(host, NoncesOf(host).Current)).Should().Be(JwtError.None);
        _issuer.Time.Advance(TimeSpan.FromMinutes(5));
        (await ValidateAsync(host, nonce)).Code.Should().Be(JwtErrorCode.ProofNonceRequired);
    }

    [Fact]
    public async Task The_key_of_a_proof_is_checked_before_its_nonce()
    {
        await using var host = Host();
        using var attacker = new DPoPClient();
        var token = _issuer.Token(claims: _client.Bind);

        (await host.Validator.ValidateAsync(token, DPoPClient.Request(attacker.Proof(token)))).Error.Code
            .Should().Be(JwtErrorCode.ProofKeyMismatch);
    }

    [Fact]
    public async Task Only_instances_with_the_same_key_accept_each_others_nonces()
    {
        await using var one = Host(Key);
        await using var two = Host(Key.Replace('+', '-').Replace('/', '_').TrimEnd('='));
        await using var other = Host();

        (await ValidateAsync(two, NoncesOf(one).Current)).Should().Be(JwtError.None);
        (await ValidateAsync(other, NoncesOf(one).Current)).Code.Should().Be(JwtErrorCode.ProofNonceRequired);
        NoncesOf(one).Current.Should().HaveLength(43);
    }

    [Fact]
    public async Task A_proof_needs_no_nonce_by_default()
    {
        await using var host = new TestHost(_issuer);

        NoncesOf(host).IsRequired.Should().BeFalse();
        (await ValidateAsync(host, null)).Should().Be(JwtError.None);
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("not base64 at all, though it is long enough for 32 bytes")]
    public void A_malformed_or_short_key_is_an_option_problem(string key) =>
        OptionsProblems.Of(_issuer, change: options => options.DPoP.NonceKey = key)
            .Should().ContainSingle().Which.Should().StartWith("HipaaJwtOptions.DPoP.NonceKey is not base64 of at least 32 bytes.");

    private static DPoPNonces NoncesOf(TestHost host) => host.Services.GetRequiredService<DPoPNonces>();

    private TestHost Host(string? key = null) => new(_issuer, options: options =>
    {
        options.DPoP.RequireNonce = true;
        options.DPoP.NonceKey = key;
    });

    private async Task<JwtError> ValidateAsync(TestHost host, string? nonce)
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
        return (await host.Validator.ValidateAsync(token, DPoPClient.Request(proof))).Error;
    }
}

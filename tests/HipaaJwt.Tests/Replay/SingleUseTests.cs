using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Replay;

public sealed class SingleUseTests : IDisposable
{
    private readonly TestIssuer _issuer = new();

    public void Dispose() => _issuer.Dispose();

    [Fact]
    public async Task A_one_time_token_is_accepted_once_as_string_or_bytes()
    {
        await using var host = Host();
        var token = _issuer.Token();

        (await host.ValidateAsync(token)).IsValid.Should().BeTrue();
        (await host.ValidateAsync(token)).Error.Should().Be(new JwtError(JwtErrorCode.TokenReplayed, "jti"));
        (await host.Validator.ValidateAsync(System.Text.Encoding.ASCII.GetBytes(token))).Error.Code.Should().Be(JwtErrorCode.TokenReplayed);
        (await host.ValidateAsync(_issuer.Token(claims: claims => claims["jti"] = "token-2"))).IsValid.Should().BeTrue();
    }

    [Fact]
    public async Task Two_tokens_with_the_same_jti_are_the_same_token()
    {
        await using var host = Host();
        var other = _issuer.Token(claims: claims => claims["sub"] = "user-43");

        (await host.ValidateAsync(_issuer.Token())).IsValid.Should().BeTrue();
        (await host.ValidateAsync(other)).Error.Code.Should().Be(JwtErrorCode.TokenReplayed);
    }

    [Fact]
    public async Task A_use_is_stored_until_the_token_has_expired()
    {
        await using var host = Host();
        var token = _issuer.Token();
        (await host.ValidateAsync(token)).IsValid.Should().BeTrue();

        _issuer.Time.Advance(TimeSpan.FromMinutes(10) + TimeSpan.FromSeconds(30) - TimeSpan.FromTicks(1));
        (await host.ValidateAsync(token)).Error.Code.Should().Be(JwtErrorCode.TokenReplayed);
        _issuer.Time.Advance(TimeSpan.FromTicks(1));
        (await host.ValidateAsync(token)).Error.Code.Should().Be(JwtErrorCode.TokenExpired);
    }

    [Fact]
    public async Task A_rejected_token_is_not_consumed()
    {
        await using var host = Host();
        var notYet = _issuer.Token(claims: claims => claims["nbf"] = TestIssuer.Now.AddSeconds(60).ToUnixTimeSeconds());

        (await host.ValidateAsync(notYet)).Error.Code.Should().Be(JwtErrorCode.TokenNotYetValid);
        _issuer.Time.Advance(TimeSpan.FromMinutes(1));
        (await host.ValidateAsync(notYet)).IsValid.Should().BeTrue();
    }

    [Fact]
    public async Task An_invalid_proof_does_not_consume_the_token()
    {
        await using var host = Host();
        using var client = new DPoPClient();
        using var attacker = new DPoPClient();
        var token = _issuer.Token(claims: client.Bind);
        async Task<JwtErrorCode> ValidateAsync(DPoPClient sender) =>
            (await host.Validator.ValidateAsync(token, DPoPClient.Request(sender.Proof(token)))).Error.Code;

        (await host.ValidateAsync(token)).Error.Code.Should().Be(JwtErrorCode.ProofMissing);
        (await ValidateAsync(attacker)).Should().Be(JwtErrorCode.ProofKeyMismatch);
        (await ValidateAsync(client)).Should().Be(JwtErrorCode.None);
        (await ValidateAsync(client)).Should().Be(JwtErrorCode.TokenReplayed);
    }

    [Fact]
    public void RequireSingleUse_requires_the_jti_claim() =>
        OptionsProblems.Of(_issuer, trust =>
        {
            trust.RequireSingleUse = true;
            trust.RequiredClaims.Clear();
        }).Should().Equal(
            "HipaaJwtOptions.Issuers[0].RequireSingleUse identifies tokens by their jti claim, which RequiredClaims does not contain. "
            + "Add \"jti\" to RequiredClaims.");

    private TestHost Host() => new(_issuer, trust => trust.RequireSingleUse = true);
}

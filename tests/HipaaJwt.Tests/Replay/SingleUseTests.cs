using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Replay;

public sealed class SingleUseTests : IDisposable
{
    private readonly TestIssuer _issuer = new();

    public void Dispose() => _issuer.Dispose();

    [Fact]
    public async Task A_one_time_token_is_accepted_once_whichever_way_it_comes()
    {
        await using var host = Host();
        var token = _issuer.Token();

        (await host.ValidateAsync(token)).IsValid.Should().BeTrue();
        (await host.ValidateAsync(token)).Error.Should().Be(new JwtError(JwtErrorCode.TokenReplayed, "jti"));
        (await host.Validator.ValidateAsync(System.Text.Encoding.ASCII.GetBytes(token))).Error.Code.Should().Be(JwtErrorCode.TokenReplayed);
        (await host.ValidateAsync(_issuer.Token(claims: claims => claims["jti"] = "token-2"))).IsValid.Should().BeTrue();
    }

    [Fact]
    public async Task Another_token_with_the_same_identifier_is_the_same_token()
    {
        await using var host = Host();

        (await host.ValidateAsync(_issuer.Token())).IsValid.Should().BeTrue();
        (await host.ValidateAsync(_issuer.Token(claims: claims => claims["sub"] = "user-43"))).Error.Code.Should().Be(JwtErrorCode.TokenReplayed);
    }

    [Fact]
    public async Task A_token_is_remembered_for_as_long_as_it_would_be_accepted()
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
    public async Task A_refused_token_is_not_used_up()
    {
        await using var host = Host();
        var notYet = _issuer.Token(claims: claims => claims["nbf"] = TestIssuer.Now.AddSeconds(60).ToUnixTimeSeconds());

        (await host.ValidateAsync(notYet)).Error.Code.Should().Be(JwtErrorCode.TokenNotYetValid);
        _issuer.Time.Advance(TimeSpan.FromMinutes(1));
        (await host.ValidateAsync(notYet)).IsValid.Should().BeTrue();
    }

    [Fact]
    public async Task A_bad_proof_does_not_use_a_bound_token_up()
    {
        await using var host = Host();
        using var client = new DPoPClient();
        using var thief = new DPoPClient();
        var token = _issuer.Token(claims: client.Bind);
        JwtValidationRequest Request(string? proof) => new() { DPoPProof = proof, HttpMethod = "GET", HttpUri = new Uri(DPoPClient.Address) };

        (await host.ValidateAsync(token)).Error.Code.Should().Be(JwtErrorCode.ProofMissing);
        (await host.Validator.ValidateAsync(token, Request(thief.Proof(token)))).Error.Code.Should().Be(JwtErrorCode.ProofKeyMismatch);
        (await host.Validator.ValidateAsync(token, Request(client.Proof(token)))).IsValid.Should().BeTrue();
        (await host.Validator.ValidateAsync(token, Request(client.Proof(token)))).Error.Code.Should().Be(JwtErrorCode.TokenReplayed);
    }

    [Fact]
    public void One_time_tokens_need_an_identifier() =>
        OptionsProblems.Of(_issuer, trust =>
        {
            trust.RequireSingleUse = true;
            trust.RequiredClaims.Clear();
        }).Should().Equal("HipaaJwtOptions.Issuers[0].RequireSingleUse identifies tokens by their jti claim, which RequiredClaims does not contain. Add \"jti\" to RequiredClaims.");

    private TestHost Host() => new(_issuer, trust => trust.RequireSingleUse = true);
}

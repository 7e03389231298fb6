using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Issuers;

public sealed class IssuerPolicyTests : IDisposable
{
    private readonly TestIssuer _issuer = new();

    public void Dispose() => _issuer.Dispose();

    [Theory]
    [InlineData("at+jwt", "at+jwt")]
    [InlineData("at+jwt", "AT+JWT")]
    [InlineData("at+jwt", "application/at+jwt")]
    [InlineData("at+jwt", "Application/At+Jwt")]
    [InlineData("application/at+jwt", "at+jwt")]
    [InlineData("APPLICATION/at+jwt", "application/at+jwt")]
    [InlineData("JWT", "jwt")]
    [InlineData("text/x", "text/x")]
    public async Task Accepts_an_allowed_typ_in_any_case_with_and_without_prefix(string allowed, string type)
    {
        await using var host = new TestHost(_issuer, trust => trust.TokenTypes[0] = allowed);

        (await host.ValidateAsync(_issuer.Token(header => header["typ"] = type))).Error.Should().Be(JwtError.None);
    }

    [Theory]
    [InlineData("JWT")]
    [InlineData("at")]
    [InlineData("at+jwt ")]
    [InlineData("at+jwtx")]
    [InlineData("application/")]
    [InlineData("application/application/at+jwt")]
    [InlineData("text/at+jwt")]
    [InlineData("logout+jwt")]
    [InlineData("dpop+jwt")]
    [InlineData("secevent+jwt")]
    [InlineData("ａt+jwt")]
    public async Task Rejects_every_other_typ(string type)
    {
        await using var host = new TestHost(_issuer);

        (await host.ValidateAsync(_issuer.Token(header => header["typ"] = type)))
            .Error.Should().Be(new JwtError(JwtErrorCode.TokenTypeNotAllowed, "typ"));
    }

    [Fact]
    public async Task Rejects_a_typ_that_is_only_the_prefix_even_if_it_is_configured()
    {
        await using var host = new TestHost(_issuer, trust => trust.TokenTypes[0] = "application/");

        (await host.ValidateAsync(_issuer.Token(header => header["typ"] = "application/")))
            .Error.Code.Should().Be(JwtErrorCode.TokenTypeNotAllowed);
    }

    [Fact]
    public async Task Accepts_a_missing_typ_only_if_options_allow_it()
    {
        var token = _issuer.Token(header => header.Remove("typ"));
        await using var strict = new TestHost(_issuer);
        await using var lenient = new TestHost(_issuer, trust => trust.AllowMissingTokenType = true);

        (await strict.ValidateAsync(token)).Error.Should().Be(new JwtError(JwtErrorCode.TokenTypeMissing, "typ"));
        (await lenient.ValidateAsync(token)).IsValid.Should().BeTrue();
        (await lenient.ValidateAsync(_issuer.Token(header => header["typ"] = "JWT")))
            .Error.Code.Should().Be(JwtErrorCode.TokenTypeNotAllowed);
    }
}

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
    public async Task A_type_that_is_allowed_in_any_case_with_or_without_its_prefix_passes(string allowed, string type)
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
    public async Task Another_type_is_not_allowed(string type)
    {
        await using var host = new TestHost(_issuer);

        (await host.ValidateAsync(_issuer.Token(header => header["typ"] = type))).Error.Should().Be(new JwtError(JwtErrorCode.TokenTypeNotAllowed, "typ"));
    }

    [Fact]
    public async Task The_prefix_alone_is_no_type_even_where_it_is_configured_as_one()
    {
        await using var host = new TestHost(_issuer, trust => trust.TokenTypes[0] = "application/");

        (await host.ValidateAsync(_issuer.Token(header => header["typ"] = "application/"))).Error.Code.Should().Be(JwtErrorCode.TokenTypeNotAllowed);
    }

    [Fact]
    public async Task A_missing_type_passes_only_where_that_was_opted_into()
    {
        var token = _issuer.Token(header => header.Remove("typ"));
        await using var strict = new TestHost(_issuer);
        await using var lenient = new TestHost(_issuer, trust => trust.AllowMissingTokenType = true);

        (await strict.ValidateAsync(token)).Error.Should().Be(new JwtError(JwtErrorCode.TokenTypeMissing, "typ"));
        (await lenient.ValidateAsync(token)).IsValid.Should().BeTrue();
        (await lenient.ValidateAsync(_issuer.Token(header => header["typ"] = "JWT"))).Error.Code.Should().Be(JwtErrorCode.TokenTypeNotAllowed);
    }
}

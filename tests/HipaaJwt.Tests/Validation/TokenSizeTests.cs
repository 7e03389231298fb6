using System.Text;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Validation;

public sealed class TokenSizeTests : IDisposable
{
    private readonly TestIssuer _issuer = new();

    public void Dispose() => _issuer.Dispose();

    [Theory]
    [InlineData(-1, JwtErrorCode.TokenTooLarge)]
    [InlineData(0, JwtErrorCode.None)]
    [InlineData(1, JwtErrorCode.None)]
    public async Task Accepts_a_token_up_to_the_size_limit(int spare, JwtErrorCode code)
    {
        var token = _issuer.Token();
        await using var host = new TestHost(_issuer, options: options => options.MaxTokenBytes = token.Length + spare);

        (await host.ValidateAsync(token)).Error.Code.Should().Be(code);
        (await host.Validator.ValidateAsync(Encoding.ASCII.GetBytes(token))).Error.Code.Should().Be(code);
    }

    [Fact]
    public async Task The_default_limit_is_16_KiB()
    {
        await using var host = new TestHost(_issuer);

        (await host.ValidateAsync(new string('A', 16 * 1024))).Error.Code.Should().Be(JwtErrorCode.TokenNotCompact);
        (await host.ValidateAsync(new string('A', (16 * 1024) + 1))).Error.Code.Should().Be(JwtErrorCode.TokenTooLarge);
    }
}

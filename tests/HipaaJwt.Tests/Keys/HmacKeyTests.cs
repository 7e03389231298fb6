using HipaaJwt.Keys;
using HipaaJwt.Tests.Support;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Tests.Keys;

public sealed class HmacKeyTests : IDisposable
{
    private readonly TestIssuer _issuer = new();

    public void Dispose() => _issuer.Dispose();

    [Theory]
    [InlineData(1, false)]
    [InlineData(31, false)]
    [InlineData(32, true)]
    public void Requires_at_least_32_bytes(int bytes, bool trusted)
    {
        foreach (var key in new SecurityKey[] { new SymmetricSecurityKey(new byte[bytes]), Jwk.Of(new byte[bytes]).ToKey() })
        {
            SecurityKeyReader.Read(key, out var problem);

            problem.Should().Be(trusted
                ? null
                : $"has {bytes * 8} bits. An HMAC key must be at least as long as its hash. Use 256 random bits or more");
        }
    }

    [Theory]
    [InlineData(JwsAlgorithm.HS256, 32)]
    [InlineData(JwsAlgorithm.HS384, 48)]
    [InlineData(JwsAlgorithm.HS512, 64)]
    public void Requires_a_key_as_long_as_the_hash_of_the_algorithm(JwsAlgorithm algorithm, int bytes)
    {
        ProblemsWith(bytes, algorithm).Should().BeEmpty();
        ProblemsWith(bytes - 1, algorithm).Should().ContainSingle().Which.Should().StartWith("HipaaJwtOptions.Issuers[0].SigningKeys[0] ");
    }

    [Fact]
    public void Supports_only_the_algorithms_that_the_key_is_long_enough_for()
    {
        var material = SecurityKeyReader.Read(new SymmetricSecurityKey(new byte[48]), out _);

        material!.CreateVerifiers(HipaaJwt.Jws.JwsAlgorithms.All).Select(verifier => verifier.Algorithm.Id)
            .Should().Equal(JwsAlgorithm.HS256, JwsAlgorithm.HS384);
    }

    private IReadOnlyList<string> ProblemsWith(int bytes, JwsAlgorithm algorithm) => OptionsProblems.Of(_issuer, trust =>
    {
        trust.Algorithms[0] = algorithm;
        trust.SigningKeys[0] = new SymmetricSecurityKey(new byte[bytes]);
    });
}

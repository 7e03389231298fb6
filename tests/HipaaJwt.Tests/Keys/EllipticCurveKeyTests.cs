using System.Security.Cryptography;
using System.Text.Json.Nodes;
using HipaaJwt.Keys;
using HipaaJwt.Tests.Support;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Tests.Keys;

public sealed class EllipticCurveKeyTests : IDisposable
{
    private const string ImportProblem = "cannot be imported. It is not a point on its curve";

    private readonly TestIssuer _issuer = new();

    public void Dispose() => _issuer.Dispose();

    [Theory]
    [InlineData("x", 31)]
    [InlineData("y", 31)]
    [InlineData("x", 33)]
    [InlineData("y", 0)]
    [InlineData("x", 48)]
    public void Rejects_a_coordinate_of_a_wrong_length_with_its_length(string member, int length)
    {
        var jwk = Jwk.Of(_issuer.Key);
        jwk[member] = length == 0 ? "AA" : RawToken.Base64(new byte[length]);

        SecurityKeyReader.Read(jwk.ToKey(), out var problem).Should().BeNull();

        problem.Should().Be(
            $"has a coordinate of {Math.Max(length, 1)} bytes ('{member}'). On P-256 each has 32 bytes, with its leading zeros. "
            + "Correct the JSON Web Key");
    }

    [Theory]
    [InlineData("1.2.840.10045.3.1.7", JwsAlgorithm.ES256)]
    [InlineData("1.3.132.0.34", JwsAlgorithm.ES384)]
    [InlineData("1.3.132.0.35", JwsAlgorithm.ES512)]
    public void Supports_only_the_algorithm_of_the_curve(string curve, JwsAlgorithm algorithm)
    {
        using var key = ECDsa.Create(ECCurve.CreateFromValue(curve));

        foreach (var securityKey in new SecurityKey[] { new ECDsaSecurityKey(key), Jwk.Of(key).ToKey() })
        {
            SecurityKeyReader.Read(securityKey, out var problem)!.CreateVerifiers(HipaaJwt.Jws.JwsAlgorithms.All)
                .Select(verifier => verifier.Algorithm.Id).Should().Equal(algorithm);
            problem.Should().BeNull();
        }
    }

    [Theory]
    [InlineData("secp256k1")]
    [InlineData("brainpoolP256r1")]
    public void Rejects_a_key_on_an_unsupported_curve(string curve)
    {
        using var key = ECDsa.Create(ECCurve.CreateFromFriendlyName(curve));

        SecurityKeyReader.Read(new ECDsaSecurityKey(key), out var problem).Should().BeNull();

        problem.Should().StartWith("is not on P-256, P-384 or P-521");
    }

    [Fact]
    public void Rejects_explicit_curve_parameters_even_if_they_are_those_of_P_256()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var explicitKey = ECDsa.Create(key.ExportExplicitParameters(includePrivateParameters: false));

        SecurityKeyReader.Read(new ECDsaSecurityKey(explicitKey), out var problem).Should().BeNull();

        problem.Should().StartWith("is not on P-256, P-384 or P-521");
    }

    [Theory]
    [InlineData("secp256k1")]
    [InlineData("P-192")]
    [InlineData("p-256")]
    [InlineData("")]
    public void Rejects_a_JWK_on_an_unsupported_curve(string curve) =>
        ProblemWith(jwk => jwk["crv"] = curve).Should().StartWith("is not on P-256, P-384 or P-521 ('crv')");

    [Theory]
    [InlineData("P-384")]
    [InlineData("P-521")]
    public void Rejects_a_point_of_another_curve(string curve) =>
        ProblemWith(jwk => jwk["crv"] = curve).Should().NotBeNull();

    [Fact]
    public void Rejects_a_point_that_is_not_on_the_curve() =>
        ProblemWith(jwk => jwk["y"] = RawToken.Base64([.. new byte[31], 5])).Should().StartWith(ImportProblem);

    [Fact]
    public void Rejects_a_point_whose_coordinates_are_zero()
    {
        var zero = RawToken.Base64(new byte[32]);

        ProblemWith(jwk => (jwk["x"], jwk["y"]) = (zero, zero)).Should().StartWith(ImportProblem);
    }

    [Theory]
    [InlineData(31)]
    [InlineData(33)]
    public void Rejects_a_coordinate_of_the_wrong_length(int length) =>
        ProblemWith(jwk => jwk["x"] = RawToken.Base64(new byte[length])).Should().EndWith("Correct the JSON Web Key");

    [Theory]
    [InlineData("x")]
    [InlineData("y")]
    public void Rejects_a_JWK_without_a_coordinate(string member) =>
        ProblemWith(jwk => jwk.Remove(member)).Should().EndWith("Correct the JSON Web Key");

    /// <summary>The problem of the key, without the path and the last full stop.</summary>
    private string? ProblemWith(Action<JsonObject> change)
    {
        var jwk = Jwk.Of(_issuer.Key);
        change(jwk);
        var problem = OptionsProblems.Of(_issuer, trust => trust.SigningKeys[0] = jwk.ToKey()).SingleOrDefault();
        return problem?["HipaaJwtOptions.Issuers[0].SigningKeys[0] ".Length..^1];
    }
}

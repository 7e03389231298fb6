using System.Security.Cryptography;
using System.Text.Json.Nodes;
using HipaaJwt.Keys;
using HipaaJwt.Tests.Support;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Tests.Keys;

public sealed class EllipticCurveKeyTests : IDisposable
{
    private readonly TestIssuer _issuer = new();

    public void Dispose() => _issuer.Dispose();

    [Theory]
    [InlineData("1.2.840.10045.3.1.7", JwsAlgorithm.ES256)]
    [InlineData("1.3.132.0.34", JwsAlgorithm.ES384)]
    [InlineData("1.3.132.0.35", JwsAlgorithm.ES512)]
    public void A_key_is_fit_for_the_one_algorithm_of_its_curve(string curve, JwsAlgorithm algorithm)
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
    public void A_key_on_another_curve_is_refused(string curve)
    {
        using var key = ECDsa.Create(ECCurve.CreateFromFriendlyName(curve));

        SecurityKeyReader.Read(new ECDsaSecurityKey(key), out var problem).Should().BeNull();

        problem.Should().StartWith("is not on P-256, P-384 or P-521");
    }

    [Fact]
    public void A_curve_given_by_its_numbers_is_refused_even_where_they_are_those_of_p_256()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var explicitly = ECDsa.Create(key.ExportExplicitParameters(includePrivateParameters: false));

        SecurityKeyReader.Read(new ECDsaSecurityKey(explicitly), out var problem).Should().BeNull();

        problem.Should().StartWith("is not on P-256, P-384 or P-521");
    }

    [Theory]
    [InlineData("secp256k1")]
    [InlineData("P-192")]
    [InlineData("p-256")]
    [InlineData("")]
    public void A_jwk_on_another_curve_is_refused(string curve) =>
        ProblemWith(jwk => jwk["crv"] = curve).Should().StartWith("is not on P-256, P-384 or P-521 ('crv')");

    [Theory]
    [InlineData("P-384")]
    [InlineData("P-521")]
    public void A_point_of_one_curve_is_none_of_another(string curve) =>
        ProblemWith(jwk => jwk["crv"] = curve).Should().NotBeNull();

    [Fact]
    public void A_point_off_the_curve_is_refused() =>
        ProblemWith(jwk => jwk["y"] = RawToken.Base64([.. new byte[31], 5])).Should().StartWith("cannot be imported: it is not a point of its curve");

    [Fact]
    public void The_point_of_two_zeros_is_refused() =>
        ProblemWith(jwk => (jwk["x"], jwk["y"]) = (RawToken.Base64(new byte[32]), RawToken.Base64(new byte[32]))).Should().StartWith("cannot be imported: it is not a point of its curve");

    [Theory]
    [InlineData(31)]
    [InlineData(33)]
    public void A_coordinate_has_exactly_the_length_of_its_curve(int length) =>
        ProblemWith(jwk => jwk["x"] = RawToken.Base64(new byte[length])).Should().EndWith("Correct the JSON Web Key");

    [Theory]
    [InlineData("x")]
    [InlineData("y")]
    public void A_jwk_without_a_coordinate_is_refused(string member) =>
        ProblemWith(jwk => jwk.Remove(member)).Should().EndWith("Correct the JSON Web Key");

    /// <summary>The problem of the key, without the path and the full stop around it.</summary>
    private string? ProblemWith(Action<JsonObject> change)
    {
        var jwk = Jwk.Of(_issuer.Key);
        change(jwk);
        return OptionsProblems.Of(_issuer, trust => trust.SigningKeys[0] = jwk.ToKey()).SingleOrDefault()?["HipaaJwtOptions.Issuers[0].SigningKeys[0] ".Length..^1];
    }
}

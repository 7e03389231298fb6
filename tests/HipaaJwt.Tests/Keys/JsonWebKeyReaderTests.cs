using System.Security.Cryptography;
using System.Text.Json.Nodes;
using HipaaJwt.Keys;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Keys;

public sealed class JsonWebKeyReaderTests : IDisposable
{
    private readonly ECDsa _ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose() => _ec.Dispose();

    [Theory]
    [InlineData("sig", true)]
    [InlineData("", true)]
    [InlineData("enc", false)]
    [InlineData("SIG", false)]
    [InlineData("tls", false)]
    public void Accepts_only_keys_for_signatures(string use, bool trusted) =>
        AssertTrust(trusted, jwk => jwk["use"] = use, "is not for signatures ('use')");

    [Theory]
    [InlineData("[\"verify\"]", true)]
    [InlineData("[\"sign\",\"verify\"]", true)]
    [InlineData("[]", true)]
    [InlineData("[\"sign\"]", false)]
    [InlineData("[\"encrypt\"]", false)]
    [InlineData("[\"Verify\"]", false)]
    public void Accepts_only_keys_whose_operations_include_verify(string operations, bool trusted) =>
        AssertTrust(trusted, jwk => jwk["key_ops"] = JsonNode.Parse(operations), "is not for verification ('key_ops')");

    [Theory]
    [InlineData("ES256", true)]
    [InlineData("", true)]
    [InlineData("ES384", false)]
    [InlineData("RS256", false)]
    public void Accepts_only_the_algorithm_that_matches_the_curve(string algorithm, bool trusted) =>
        AssertTrust(trusted, jwk => jwk["alg"] = algorithm, "names an algorithm ('alg') that does not match its curve ('crv')");

    [Theory]
    [InlineData("none")]
    [InlineData("es256")]
    [InlineData("9")]
    [InlineData("ECDH-ES")]
    [InlineData("EdDSA")]
    public void Rejects_an_unsupported_algorithm(string algorithm) =>
        AssertTrust(
            trusted: false,
            jwk => jwk["alg"] = algorithm,
            "names an algorithm that is not a supported signature algorithm ('alg')");

    [Theory]
    [InlineData("kty", "OKP", "has a 'kty' other than RSA, EC and oct")]
    [InlineData("kty", "ec", "has a 'kty' other than RSA, EC and oct")]
    [InlineData("kty", "", "has no 'kty'")]
    [InlineData("x", "not base64url!", "has a member 'x' that is not base64url")]
    [InlineData("x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "has the member 'x' in base64. Write base64url")]
    [InlineData("x", "", "has no member 'x'")]
    public void Rejects_an_unsupported_key_type_and_parameters_that_are_not_base64url(string member, string value, string problem) =>
        AssertTrust(trusted: false, jwk => jwk[member] = value, problem);

    [Theory]
    [InlineData("n", null)]
    [InlineData("e", null)]
    [InlineData("n", "A")]
    [InlineData("n", " AAA")]
    [InlineData("n", "AAA=")]
    [InlineData("e", "AQAB=")]
    public void Rejects_an_RSA_key_with_missing_or_malformed_parameters(string member, string? value)
    {
        var jwk = Jwk.Of(new RSAParameters { Modulus = [.. Enumerable.Repeat((byte)0xFF, 256)], Exponent = [1, 0, 1] });
        jwk[member] = value;

        SecurityKeyReader.Read(jwk.ToKey(), out var problem).Should().BeNull();
        problem.Should().Contain($"member '{member}'");
    }

    [Fact]
    public void Rejects_a_symmetric_key_without_its_value()
    {
        SecurityKeyReader.Read(new JsonObject { ["kty"] = "oct" }.ToKey(), out var problem).Should().BeNull();

        problem.Should().Be("has no member 'k'. Correct the JSON Web Key");
    }

    [Fact]
    public void Supports_only_the_algorithm_that_the_key_declares()
    {
        var jwk = Jwk.Of(new byte[64]);
        jwk["alg"] = "HS256";

        SecurityKeyReader.Read(jwk.ToKey(), out _)!.CreateVerifiers(HipaaJwt.Jws.JwsAlgorithms.All)
            .Select(verifier => verifier.Algorithm.Id).Should().Equal(JwsAlgorithm.HS256);
    }

    [Fact]
    public void Reports_private_parts_but_does_not_copy_them()
    {
        var jwk = Jwk.Of(_ec);
        jwk["d"] = RawToken.Base64(_ec.ExportParameters(true).D);

        var material = SecurityKeyReader.Read(jwk.ToKey(), out _);

        material!.HasPrivateParts.Should().BeTrue();
        material.EllipticCurve.D.Should().BeNull();
        material.KeyId.Should().Be("key-1");
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("AQ", true)]
    public void Reports_private_parts_of_an_RSA_key(string? exponent, bool reported)
    {
        var jwk = Jwk.Of(new RSAParameters { Modulus = [.. Enumerable.Repeat((byte)0xFF, 256)], Exponent = [1, 0, 1] });
        jwk["d"] = exponent;

        SecurityKeyReader.Read(jwk.ToKey(), out _)!.HasPrivateParts.Should().Be(reported);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Treats_an_empty_kid_as_missing(string? keyId) =>
        SecurityKeyReader.Read(Jwk.Of(_ec, keyId).ToKey(), out _)!.KeyId.Should().BeNull();

    private void AssertTrust(bool trusted, Action<JsonObject> change, string expectedProblem)
    {
        var jwk = Jwk.Of(_ec);
        change(jwk);

        var material = SecurityKeyReader.Read(jwk.ToKey(), out var problem);

        (material is not null).Should().Be(trusted);
        if (trusted)
        {
            problem.Should().BeNull();
        }
        else
        {
            problem.Should().StartWith(expectedProblem);
        }
    }
}

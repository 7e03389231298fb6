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
    public void A_key_for_another_use_than_signatures_is_refused(string use, bool trusted) =>
        ShouldBe(trusted, jwk => jwk["use"] = use, "is not for signatures ('use')");

    [Theory]
    [InlineData("[\"verify\"]", true)]
    [InlineData("[\"sign\",\"verify\"]", true)]
    [InlineData("[]", true)]
    [InlineData("[\"sign\"]", false)]
    [InlineData("[\"encrypt\"]", false)]
    [InlineData("[\"Verify\"]", false)]
    public void A_key_whose_operations_leave_verification_out_is_refused(string operations, bool trusted) =>
        ShouldBe(trusted, jwk => jwk["key_ops"] = JsonNode.Parse(operations), "is not for verification ('key_ops')");

    [Theory]
    [InlineData("ES256", true)]
    [InlineData("", true)]
    [InlineData("ES384", false)]
    [InlineData("RS256", false)]
    public void An_algorithm_must_go_with_the_curve(string algorithm, bool trusted) =>
        ShouldBe(trusted, jwk => jwk["alg"] = algorithm, "names an algorithm ('alg') that does not go with its curve ('crv')");

    [Theory]
    [InlineData("none")]
    [InlineData("es256")]
    [InlineData("9")]
    [InlineData("ECDH-ES")]
    [InlineData("EdDSA")]
    public void An_algorithm_that_is_not_in_the_table_is_refused(string algorithm) =>
        ShouldBe(trusted: false, jwk => jwk["alg"] = algorithm, "names an algorithm that is not in the table of signature algorithms ('alg')");

    [Theory]
    [InlineData("kty", "OKP")]
    [InlineData("kty", "ec")]
    [InlineData("kty", "")]
    [InlineData("x", "not base64url!")]
    [InlineData("x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("x", "")]
    public void A_key_of_another_type_or_with_members_that_are_not_base64url_is_refused(string member, string value) =>
        ShouldBe(trusted: false, jwk => jwk[member] = value, "has a 'kty' other than RSA, EC and oct, or members that are not base64url");

    [Theory]
    [InlineData("n", null)]
    [InlineData("e", null)]
    [InlineData("n", "A")]
    [InlineData("n", " AAA")]
    [InlineData("n", "AAA=")]
    [InlineData("e", "AQAB=")]
    public void An_rsa_key_without_its_numbers_is_refused(string member, string? value)
    {
        var jwk = Jwk.Of(new RSAParameters { Modulus = [.. Enumerable.Repeat((byte)0xFF, 256)], Exponent = [1, 0, 1] });
        jwk[member] = value;

        SecurityKeyReader.Read(jwk.ToKey(), out var problem).Should().BeNull();
        problem.Should().Contain("not base64url");
    }

    [Fact]
    public void A_symmetric_key_without_its_bytes_is_refused()
    {
        SecurityKeyReader.Read(new JsonObject { ["kty"] = "oct" }.ToKey(), out var problem).Should().BeNull();

        problem.Should().Contain("not base64url");
    }

    [Fact]
    public void A_key_that_names_its_algorithm_is_fit_for_no_other()
    {
        var jwk = Jwk.Of(new byte[64]);
        jwk["alg"] = "HS256";

        SecurityKeyReader.Read(jwk.ToKey(), out _)!.CreateVerifiers(HipaaJwt.Jws.JwsAlgorithms.All)
            .Select(verifier => verifier.Algorithm.Id).Should().Equal(JwsAlgorithm.HS256);
    }

    [Fact]
    public void Private_parts_are_noticed_and_left_behind()
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
    public void Private_parts_of_an_rsa_key_are_noticed(string? exponent, bool noticed)
    {
        var jwk = Jwk.Of(new RSAParameters { Modulus = [.. Enumerable.Repeat((byte)0xFF, 256)], Exponent = [1, 0, 1] });
        jwk["d"] = exponent;

        SecurityKeyReader.Read(jwk.ToKey(), out _)!.HasPrivateParts.Should().Be(noticed);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void A_key_without_a_kid_or_with_an_empty_one_has_none(string? keyId) =>
        SecurityKeyReader.Read(Jwk.Of(_ec, keyId).ToKey(), out _)!.KeyId.Should().BeNull();

    private void ShouldBe(bool trusted, Action<JsonObject> change, string expectedProblem)
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

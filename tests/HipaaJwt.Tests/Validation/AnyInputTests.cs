using System.Security.Cryptography;
using System.Text;
using CsCheck;
using HipaaJwt.Tests.Support;
using HipaaJwt.Tests.Text;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Tests.Validation;

/// <summary>Every input has a result and never an exception. A valid token with any changed bit is rejected.</summary>
[Trait("Speed", "Slow")]
public sealed class AnyInputTests : IDisposable
{
    private readonly TestIssuer _issuer = new();
    private readonly RSA _rsa = RSA.Create(2048);
    private readonly byte[] _secret = RandomNumberGenerator.GetBytes(32);
    private readonly TestHost _host;

    public AnyInputTests() => _host = new TestHost(_issuer, trust =>
    {
        trust.Algorithms.Add(JwsAlgorithm.RS256);
        trust.Algorithms.Add(JwsAlgorithm.HS256);
        trust.SigningKeys.Add(new RsaSecurityKey(_rsa) { KeyId = "rsa" });
        trust.SigningKeys.Add(new SymmetricSecurityKey(_secret) { KeyId = "secret" });
    });

    public void Dispose()
    {
        _host.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _issuer.Dispose();
        _rsa.Dispose();
    }

    [Fact]
    public void Rejects_any_bytes() => Gen.Byte.Array[0, 300].Sample(bytes => ShouldBeRejected(bytes), iter: 10_000);

    [Fact]
    public void Rejects_any_string() => Gen.String.Sample(text => ShouldBeRejected(text), iter: 10_000);

    [Fact]
    public void Rejects_any_three_segments() =>
        Gen.Select(
            Gen.OneOf<byte[]>(JsonGen.ObjectText, JsonGen.DamagedObjectText, Gen.Byte.Array[1, 60]),
            JsonGen.ObjectText,
            Gen.Byte.Array[1, 70]).Sample(
            (header, claims, signature) => ShouldBeRejected(
                $"{RawToken.Base64(header)}.{RawToken.Base64(claims)}.{RawToken.Base64(signature)}"),
            iter: 10_000);

    [Fact]
    public void Rejects_any_header_and_claims_with_a_valid_signature() =>
        Gen.Select(Gen.OneOf<byte[]>(JsonGen.ObjectText, JsonGen.DamagedObjectText), Gen.Bool).Sample(
            (json, asHeader) =>
            {
                var validHeader = Encoding.UTF8.GetBytes("""{"alg":"HS256","typ":"at+jwt","kid":"secret"}""");
                ShouldBeRejected(RawToken.Sign(asHeader && json.Length > 0 ? json : validHeader, json, RawToken.Hs256(_secret)));
            },
            iter: 10_000);

    [Theory]
    [InlineData("ES256", "key-1")]
    [InlineData("RS256", "rsa")]
    [InlineData("HS256", "secret")]
    public async Task Rejects_a_token_with_any_changed_bit(string algorithm, string keyId)
    {
        var token = Encoding.ASCII.GetBytes(ValidToken(algorithm, keyId));
        (await _host.Validator.ValidateAsync(token)).IsValid.Should().BeTrue();

        for (var bit = 0; bit < token.Length * 8; bit++)
        {
            token[bit / 8] ^= (byte)(1 << (bit % 8));
            (await _host.Validator.ValidateAsync(token)).IsValid.Should().BeFalse($"bit {bit} was changed");
            token[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        (await _host.Validator.ValidateAsync(token)).IsValid.Should().BeTrue();
    }

    [Fact]
    public void Rejects_a_token_with_any_changed_byte()
    {
        var token = ValidToken("HS256", "secret");
        Gen.Select(Gen.Int[0, token.Length - 1], Gen.Int[0, token.Length - 1], Gen.Char)
            .Where((from, to, other) => token[from] != other && from != to)
            .Sample(
            (from, to, other) =>
            {
                ShouldBeRejected(token[..from] + other + token[(from + 1)..]);
                ShouldBeRejected(token.Insert(from, other.ToString()));
                ShouldBeRejected(token.Remove(from, 1));
                ShouldBeRejected(token[..from]);
            },
            iter: 2_000);
    }

    [Fact]
    public async Task Rejects_null_as_a_missing_token() =>
        (await _host.Validator.ValidateAsync((string)null!)).Error.Code.Should().Be(JwtErrorCode.TokenMissing);

    private string ValidToken(string algorithm, string keyId) => RawToken.Sign(
        $$"""{"alg":"{{algorithm}}","typ":"at+jwt","kid":"{{keyId}}"}""",
        TestIssuer.Claims().ToJsonString(),
        algorithm switch
        {
            "ES256" => RawToken.Es256(_issuer.Key),
            "RS256" => RawToken.Rs256(_rsa),
            _ => RawToken.Hs256(_secret),
        });

    private void ShouldBeRejected(string token) => _host.ValidateAsync(token).AsTask().GetAwaiter().GetResult().IsValid.Should().BeFalse();

    private void ShouldBeRejected(byte[] token) =>
        _host.Validator.ValidateAsync(token).AsTask().GetAwaiter().GetResult().IsValid.Should().BeFalse();
}

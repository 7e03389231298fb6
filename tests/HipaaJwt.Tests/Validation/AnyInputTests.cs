using System.Security.Cryptography;
using System.Text;
using CsCheck;
using HipaaJwt.Tests.Support;
using HipaaJwt.Tests.Text;
using Microsoft.IdentityModel.Tokens;

namespace HipaaJwt.Tests.Validation;

/// <summary>Whatever comes in, there is a result and never an exception; and no bit of a good token can change.</summary>
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
    public void Any_bytes_are_refused() => Gen.Byte.Array[0, 300].Sample(bytes => ShouldBeRefused(bytes), iter: 10_000);

    [Fact]
    public void Any_string_is_refused() => Gen.String.Sample(text => ShouldBeRefused(text), iter: 10_000);

    [Fact]
    public void Any_three_segments_are_refused() =>
        Gen.Select(Gen.OneOf<byte[]>(JsonGen.ObjectText, JsonGen.DamagedObjectText, Gen.Byte.Array[1, 60]), JsonGen.ObjectText, Gen.Byte.Array[1, 70]).Sample(
            (header, claims, signature) => ShouldBeRefused($"{RawToken.Base64(header)}.{RawToken.Base64(claims)}.{RawToken.Base64(signature)}"),
            iter: 10_000);

    [Fact]
    public void Any_header_and_claims_under_a_good_signature_get_a_result() =>
        Gen.Select(Gen.OneOf<byte[]>(JsonGen.ObjectText, JsonGen.DamagedObjectText), Gen.Bool).Sample(
            (json, asHeader) =>
            {
                var good = Encoding.UTF8.GetBytes("""{"alg":"HS256","typ":"at+jwt","kid":"secret"}""");
                ShouldBeRefused(RawToken.Sign(asHeader && json.Length > 0 ? json : good, json, RawToken.Hs256(_secret)));
            },
            iter: 10_000);

    [Theory]
    [InlineData("ES256", "key-1")]
    [InlineData("RS256", "rsa")]
    [InlineData("HS256", "secret")]
    public async Task No_bit_of_a_good_token_can_change(string algorithm, string keyId)
    {
        var token = Encoding.ASCII.GetBytes(GoodToken(algorithm, keyId));
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
    public void No_byte_of_a_good_token_can_change_or_move()
    {
        var token = GoodToken("HS256", "secret");
        Gen.Select(Gen.Int[0, token.Length - 1], Gen.Int[0, token.Length - 1], Gen.Char).Where((from, to, other) => token[from] != other && from != to).Sample(
            (from, to, other) =>
            {
                ShouldBeRefused(token[..from] + other + token[(from + 1)..]);
                ShouldBeRefused(token.Insert(from, other.ToString()));
                ShouldBeRefused(token.Remove(from, 1));
                ShouldBeRefused(token[..from]);
            },
            iter: 2_000);
    }

    [Fact]
    public async Task Null_is_no_token() =>
        (await _host.Validator.ValidateAsync((string)null!)).Error.Code.Should().Be(JwtErrorCode.TokenMissing);

    private string GoodToken(string algorithm, string keyId) => RawToken.Sign(
        $$"""{"alg":"{{algorithm}}","typ":"at+jwt","kid":"{{keyId}}"}""",
        TestIssuer.Claims().ToJsonString(),
        algorithm switch
        {
            "ES256" => RawToken.Es256(_issuer.Key),
            "RS256" => RawToken.Rs256(_rsa),
            _ => RawToken.Hs256(_secret),
        });

    private void ShouldBeRefused(string token) => _host.ValidateAsync(token).AsTask().GetAwaiter().GetResult().IsValid.Should().BeFalse();

    private void ShouldBeRefused(byte[] token) => _host.Validator.ValidateAsync(token).AsTask().GetAwaiter().GetResult().IsValid.Should().BeFalse();
}

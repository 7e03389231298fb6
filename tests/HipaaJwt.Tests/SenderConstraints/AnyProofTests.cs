using System.Text;
using CsCheck;
using HipaaJwt.Tests.Support;
using HipaaJwt.Tests.Text;

namespace HipaaJwt.Tests.SenderConstraints;

/// <summary>The validator rejects any malformed proof and never throws an exception.</summary>
[Trait("Speed", "Slow")]
public sealed class AnyProofTests : IDisposable
{
    private readonly TestIssuer _issuer = new();
    private readonly DPoPClient _client = new();
    private readonly TestHost _host;
    private readonly string _token;

    public AnyProofTests()
    {
        _host = new TestHost(_issuer);
        _token = _issuer.Token(claims: _client.Bind);
    }

    public void Dispose()
    {
        _host.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _issuer.Dispose();
        _client.Dispose();
    }

    [Fact]
    public void Any_text_is_rejected() => Gen.String.Sample(ShouldBeRejected, iter: 10_000);

    [Fact]
    public void Any_three_segments_are_rejected() =>
        Gen.Select(Gen.OneOf<byte[]>(JsonGen.ObjectText, JsonGen.DamagedObjectText), JsonGen.ObjectText, Gen.Byte.Array[1, 70]).Sample(
            (header, claims, signature) =>
                ShouldBeRejected($"{RawToken.Base64(header)}.{RawToken.Base64(claims)}.{RawToken.Base64(signature)}"),
            iter: 10_000);

    [Fact]
    public void Any_claims_with_a_valid_header_and_signature_are_rejected() =>
        Gen.OneOf<byte[]>(JsonGen.ObjectText, JsonGen.DamagedObjectText).Sample(
            claims => ShouldBeRejected(Sign(Encoding.UTF8.GetBytes(_client.Header().ToJsonString()), claims)),
            iter: 2_000);

    [Fact]
    public void Any_key_with_a_valid_signature_is_rejected() =>
        Gen.OneOf<byte[]>(JsonGen.ObjectText, JsonGen.DamagedObjectText).Sample(
            key =>
            {
                var header = Encoding.UTF8.GetBytes("""{"typ":"dpop+jwt","alg":"ES256","jwk":""");
                var claims = Encoding.UTF8.GetBytes(DPoPClient.Claims(_token).ToJsonString());
                ShouldBeRejected(Sign([.. header, .. key, (byte)'}'], claims));
            },
            iter: 2_000);

    private string Sign(byte[] header, byte[] claims) => RawToken.Sign(header, claims, RawToken.Es256(_client.Key));

    private void ShouldBeRejected(string proof)
    {
        var validation = _host.Validator.ValidateAsync(_token, DPoPClient.Request(proof)).AsTask();
        validation.IsCompleted.Should().BeTrue();
        validation.GetAwaiter().GetResult().Error.Code.Should().BeOneOf(JwtErrorCode.ProofInvalid, JwtErrorCode.ProofMissing);
    }
}

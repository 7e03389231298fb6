using System.Text;
using CsCheck;
using HipaaJwt.Tests.Support;
using HipaaJwt.Tests.Text;

namespace HipaaJwt.Tests.SenderConstraints;

/// <summary>Whatever comes as a proof, there is a refusal and never an exception.</summary>
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
    public void Any_text_is_refused() => Gen.String.Sample(ShouldBeRefused, iter: 10_000);

    [Fact]
    public void Any_three_segments_are_refused() =>
        Gen.Select(Gen.OneOf<byte[]>(JsonGen.ObjectText, JsonGen.DamagedObjectText), JsonGen.ObjectText, Gen.Byte.Array[1, 70]).Sample(
            (header, claims, signature) => ShouldBeRefused($"{RawToken.Base64(header)}.{RawToken.Base64(claims)}.{RawToken.Base64(signature)}"),
            iter: 10_000);

    [Fact]
    public void Any_claims_under_a_good_header_and_signature_are_refused() =>
        Gen.OneOf<byte[]>(JsonGen.ObjectText, JsonGen.DamagedObjectText).Sample(
            claims => ShouldBeRefused(RawToken.Sign(Encoding.UTF8.GetBytes(_client.Header().ToJsonString()), claims, RawToken.Es256(_client.Key))),
            iter: 2_000);

    [Fact]
    public void Any_key_under_a_good_signature_is_refused() =>
        Gen.OneOf<byte[]>(JsonGen.ObjectText, JsonGen.DamagedObjectText).Sample(
            key =>
            {
                var header = Encoding.UTF8.GetBytes("""{"typ":"dpop+jwt","alg":"ES256","jwk":""");
                ShouldBeRefused(RawToken.Sign([.. header, .. key, (byte)'}'], Encoding.UTF8.GetBytes(DPoPClient.Claims(_token).ToJsonString()), RawToken.Es256(_client.Key)));
            },
            iter: 2_000);

    private void ShouldBeRefused(string proof)
    {
        var request = new JwtValidationRequest { DPoPProof = proof, HttpMethod = "GET", HttpUri = new Uri(DPoPClient.Address) };
        var result = _host.Validator.ValidateAsync(_token, request).AsTask();
        result.IsCompleted.Should().BeTrue();
        result.GetAwaiter().GetResult().Error.Code.Should().BeOneOf(JwtErrorCode.ProofInvalid, JwtErrorCode.ProofMissing);
    }
}

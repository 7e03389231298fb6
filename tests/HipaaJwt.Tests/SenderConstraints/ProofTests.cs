using System.Security.Cryptography;
using System.Text.Json.Nodes;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.SenderConstraints;

/// <summary>Each check of a proof, flipped alone under a genuine signature.</summary>
public sealed class ProofTests : IAsyncDisposable
{
    private static readonly long Now = TestIssuer.Now.ToUnixTimeSeconds();

    private static readonly Dictionary<string, (string? Member, Action<JsonObject> Change)> HeaderFaults = new()
    {
        ["no typ"] = ("typ", header => header.Remove("typ")),
        ["typ of a token"] = ("typ", header => header["typ"] = "JWT"),
        ["typ of an access token"] = ("typ", header => header["typ"] = "at+jwt"),
        ["typ with a tail"] = ("typ", header => header["typ"] = "dpop+jwtx"),
        ["typ of another kind of media"] = ("typ", header => header["typ"] = "text/dpop+jwt"),
        ["typ as a number"] = ("typ", header => header["typ"] = 1),
        ["no alg"] = ("alg", header => header.Remove("alg")),
        ["alg none"] = ("alg", header => header["alg"] = "none"),
        ["alg of a secret"] = ("alg", header => header["alg"] = "HS256"),
        ["alg of another curve"] = ("jwk", header => header["alg"] = "ES384"),
        ["alg of another family"] = ("jwk", header => header["alg"] = "RS256"),
        ["crit"] = ("crit", header => header["crit"] = new JsonArray("x")),
        ["b64"] = ("b64", header => header["b64"] = false),
        ["zip"] = ("zip", header => header["zip"] = "DEF"),
        ["jku"] = ("jku", header => header["jku"] = "https://evil.example/jwks"),
        ["x5u"] = ("x5u", header => header["x5u"] = "https://evil.example/x5u"),
        ["x5c"] = ("x5c", header => header["x5c"] = new JsonArray("MII")),
        ["no jwk"] = ("jwk", header => header.Remove("jwk")),
        ["no jwk but a kid"] = ("jwk", header => (header["jwk"], header["kid"]) = (null, "key-1")),
        ["jwk as a text"] = ("jwk", header => header["jwk"] = header["jwk"]!.ToJsonString()),
        ["jwk as a list"] = ("jwk", header => header["jwk"] = new JsonArray(header["jwk"]!.DeepClone())),
        ["jwk without a type"] = ("jwk", header => header["jwk"]!.AsObject().Remove("kty")),
        ["jwk of another type"] = ("jwk", header => header["jwk"]!["kty"] = "RSA"),
        ["jwk of another curve"] = ("jwk", header => header["jwk"]!["crv"] = "P-384"),
        ["jwk without x"] = ("jwk", header => header["jwk"]!.AsObject().Remove("x")),
        ["jwk without y"] = ("jwk", header => header["jwk"]!.AsObject().Remove("y")),
        ["jwk with a private part"] = ("jwk", header => header["jwk"]!["d"] = "AAAA"),
        ["jwk with a private part that is null"] = ("jwk", header => header["jwk"]!["d"] = null),
        ["jwk with a secret"] = ("jwk", header => header["jwk"]!["k"] = "AAAA"),
        ["jwk with a prime"] = ("jwk", header => header["jwk"]!["p"] = "AAAA"),
        ["jwk for encryption"] = ("jwk", header => header["jwk"]!["use"] = "enc"),
        ["jwk for signing only"] = ("jwk", header => header["jwk"]!["key_ops"] = new JsonArray("sign")),
        ["jwk for no operation"] = ("jwk", header => header["jwk"]!["key_ops"] = new JsonArray()),
        ["jwk for another algorithm"] = ("jwk", header => header["jwk"]!["alg"] = "ES384"),
        ["jwk that is a secret"] = ("jwk", header => header["jwk"] = new JsonObject { ["kty"] = "oct", ["k"] = "AAAA" }),
    };

    private static readonly Dictionary<string, (string? Member, Action<JsonObject> Change)> ClaimFaults = new()
    {
        ["no jti"] = ("jti", claims => claims.Remove("jti")),
        ["empty jti"] = (null, claims => claims["jti"] = string.Empty),
        ["jti as a number"] = (null, claims => claims["jti"] = 7),
        ["jti too long"] = ("jti", claims => claims["jti"] = new string('a', 257)),
        ["no htm"] = ("htm", claims => claims.Remove("htm")),
        ["htm of another method"] = ("htm", claims => claims["htm"] = "POST"),
        ["htm in lower case"] = ("htm", claims => claims["htm"] = "get"),
        ["htm as a list"] = ("htm", claims => claims["htm"] = new JsonArray("GET")),
        ["no htu"] = ("htu", claims => claims.Remove("htu")),
        ["htu of another resource"] = ("htu", claims => claims["htu"] = DPoPClient.Address + "7"),
        ["htu of another host"] = ("htu", claims => claims["htu"] = "https://evil.example/r4/Patient/7"),
        ["htu of another scheme"] = ("htu", claims => claims["htu"] = "http://fhir.hospital.example/r4/Patient/7"),
        ["htu of another port"] = ("htu", claims => claims["htu"] = "https://fhir.hospital.example:8443/r4/Patient/7"),
        ["htu in other case"] = ("htu", claims => claims["htu"] = "https://fhir.hospital.example/r4/patient/7"),
        ["htu with a slash more"] = ("htu", claims => claims["htu"] = DPoPClient.Address + "/"),
        ["htu with a user"] = ("htu", claims => claims["htu"] = "https://u@fhir.hospital.example/r4/Patient/7"),
        ["htu without a host"] = ("htu", claims => claims["htu"] = "/r4/Patient/7"),
        ["no ath"] = ("ath", claims => claims.Remove("ath")),
        ["ath of another token"] = ("ath", claims => claims["ath"] = DPoPClient.HashOf("other")),
        ["ath padded"] = ("ath", claims => claims["ath"] = claims["ath"]!.GetValue<string>() + "="),
        ["no iat"] = ("iat", claims => claims.Remove("iat")),
        ["iat as a text"] = (null, claims => claims["iat"] = "1768478400"),
        ["iat too old"] = ("iat", claims => claims["iat"] = Now - 91),
        ["iat ahead"] = ("iat", claims => claims["iat"] = Now + 31),
        ["iat ahead by a fraction"] = ("iat", claims => claims["iat"] = Now + 30.5),
        ["exp passed"] = ("exp", claims => claims["exp"] = Now - 30),
        ["exp as a text"] = (null, claims => claims["exp"] = "later"),
        ["nbf ahead"] = ("nbf", claims => claims["nbf"] = Now + 31),
    };

    private static readonly Dictionary<string, Action<JsonObject>> GoodClaims = new()
    {
        ["iat at its oldest"] = claims => claims["iat"] = Now - 90,
        ["iat at its newest"] = claims => claims["iat"] = Now + 30,
        ["iat with a fraction"] = claims => claims["iat"] = Now + 0.25,
        ["exp just ahead"] = claims => claims["exp"] = Now - 29,
        ["nbf just passed"] = claims => claims["nbf"] = Now + 30,
        ["the longest jti"] = claims => claims["jti"] = new string('a', 256),
        ["a nonce that nobody asked for"] = claims => claims["nonce"] = "x",
        ["htu with query and fragment"] = claims => claims["htu"] = DPoPClient.Address + "?a=b#c",
        ["htu in another spelling"] = claims => claims["htu"] = "HTTPS://FHIR.Hospital.example:443/r4/./x/%2e%2E/%50atient/7",
        ["claims of its own"] = claims => claims["x"] = new JsonObject(),
    };

    private readonly TestIssuer _issuer = new();
    private readonly DPoPClient _client = new();
    private readonly TestHost _host;
    private readonly string _token;

    public ProofTests()
    {
        _host = new TestHost(_issuer);
        _token = _issuer.Token(claims: _client.Bind);
    }

    public static TheoryData<string> HeaderFaultNames => [.. HeaderFaults.Keys];

    public static TheoryData<string> ClaimFaultNames => [.. ClaimFaults.Keys];

    public static TheoryData<string> GoodClaimNames => [.. GoodClaims.Keys];

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _issuer.Dispose();
        _client.Dispose();
    }

    [Theory]
    [MemberData(nameof(HeaderFaultNames))]
    public async Task A_fault_of_the_header_makes_the_proof_invalid(string fault)
    {
        var (member, change) = HeaderFaults[fault];

        (await VerdictAsync(_client.Proof(_token, header: change))).Should().Be(new JwtError(JwtErrorCode.ProofInvalid, member));
    }

    [Theory]
    [MemberData(nameof(ClaimFaultNames))]
    public async Task A_fault_of_the_claims_makes_the_proof_invalid(string fault)
    {
        var (member, change) = ClaimFaults[fault];

        (await VerdictAsync(_client.Proof(_token, claims: change))).Should().Be(new JwtError(JwtErrorCode.ProofInvalid, member));
    }

    [Theory]
    [MemberData(nameof(GoodClaimNames))]
    public async Task What_is_just_inside_is_accepted(string name) =>
        (await VerdictAsync(_client.Proof(_token, claims: GoodClaims[name]))).Should().Be(JwtError.None);

    [Theory]
    [InlineData("DPOP+JWT")]
    [InlineData("application/dpop+jwt")]
    [InlineData("Application/DPoP+jwt")]
    public async Task The_type_is_compared_as_a_media_type(string type) =>
        (await VerdictAsync(_client.Proof(_token, header: header => header["typ"] = type))).Should().Be(JwtError.None);

    [Fact]
    public async Task What_the_key_says_of_itself_may_be_right() =>
        (await VerdictAsync(_client.Proof(_token, header: header =>
        {
            var key = header["jwk"]!;
            (key["alg"], key["use"], key["key_ops"], key["ext"], key["kid"]) = ("ES256", "sig", new JsonArray("sign", "verify"), true, "any");
        }))).Should().Be(JwtError.None);

    [Theory]
    [InlineData("\"htm\":\"GET\",")]
    [InlineData("\"h\\u0074m\":\"GET\",")]
    [InlineData("\"x\":{\"a\":1,\"a\":1},")]
    public async Task A_claim_that_stands_twice_is_refused(string twice) =>
        (await VerdictAsync(_client.Sign(_client.Header().ToJsonString(), DPoPClient.Claims(_token).ToJsonString().Insert(1, twice)))).Code
            .Should().Be(JwtErrorCode.ProofInvalid);

    [Theory]
    [InlineData("\"typ\":\"dpop+jwt\",")]
    [InlineData("\"jwk\":{\"kty\":\"EC\",\"kty\":\"EC\"},")]
    public async Task A_member_of_the_header_that_stands_twice_is_refused(string twice) =>
        (await VerdictAsync(_client.Sign(_client.Header().ToJsonString().Insert(1, twice), DPoPClient.Claims(_token).ToJsonString()))).Code
            .Should().Be(JwtErrorCode.ProofInvalid);

    [Fact]
    public async Task Another_good_key_is_not_the_one_that_the_token_is_bound_to()
    {
        using var thief = new DPoPClient();

        (await VerdictAsync(thief.Proof(_token))).Should().Be(new JwtError(JwtErrorCode.ProofKeyMismatch, "jwk"));
    }

    [Fact]
    public async Task The_right_key_in_the_header_does_not_help_whoever_signs_with_another()
    {
        using var thief = new DPoPClient();

        (await VerdictAsync(thief.Sign(_client.Header().ToJsonString(), DPoPClient.Claims(_token).ToJsonString())))
            .Should().Be(new JwtError(JwtErrorCode.ProofInvalid));
    }

    [Fact]
    public async Task A_key_that_is_known_is_asked_no_less()
    {
        using var thief = new DPoPClient();
        (await VerdictAsync(_client.Proof(_token))).Should().Be(JwtError.None);

        (await VerdictAsync(thief.Sign(_client.Header().ToJsonString(), DPoPClient.Claims(_token).ToJsonString()))).Code.Should().Be(JwtErrorCode.ProofInvalid);
        (await VerdictAsync(_client.Proof(_token, header: header => header["jwk"]!["use"] = "enc"))).Code.Should().Be(JwtErrorCode.ProofInvalid);
        (await VerdictAsync(_client.Proof(_token))).Should().Be(JwtError.None);
    }

    [Fact]
    public async Task A_proof_is_used_once_and_a_refused_one_is_not_used_up()
    {
        var proof = _client.Proof(_token);

        (await VerdictAsync(proof, method: "PUT")).Should().Be(new JwtError(JwtErrorCode.ProofInvalid, "htm"));
        (await VerdictAsync(proof)).Should().Be(JwtError.None);
        (await VerdictAsync(proof)).Should().Be(new JwtError(JwtErrorCode.ProofReplayed, "jti"));
        _issuer.Time.Advance(TimeSpan.FromSeconds(90));
        (await VerdictAsync(proof)).Should().Be(new JwtError(JwtErrorCode.ProofReplayed, "jti"), "it is remembered for as long as it would be accepted");
        _issuer.Time.Advance(TimeSpan.FromTicks(1));
        (await VerdictAsync(proof)).Should().Be(new JwtError(JwtErrorCode.ProofInvalid, "iat"));
    }

    [Fact]
    public async Task An_identifier_in_another_spelling_is_the_same_one()
    {
        var claims = DPoPClient.Claims(_token);
        claims["jti"] = "abc/";
        var text = claims.ToJsonString();
        text.Should().Contain("\"abc/\"");

        (await VerdictAsync(_client.Sign(_client.Header().ToJsonString(), text))).Should().Be(JwtError.None);
        (await VerdictAsync(_client.Sign(_client.Header().ToJsonString(), text.Replace("\"abc/\"", "\"\\u0061bc\\/\"", StringComparison.Ordinal)))).Code
            .Should().Be(JwtErrorCode.ProofReplayed);
    }

    [Fact]
    public async Task Two_clients_may_choose_the_same_identifier()
    {
        using var other = new DPoPClient();
        var theirs = _issuer.Token(claims: other.Bind);

        (await VerdictAsync(_client.Proof(_token, claims: claims => claims["jti"] = "1"))).Should().Be(JwtError.None);
        (await VerdictAsync(other.Proof(theirs, claims: claims => claims["jti"] = "1"), token: theirs)).Should().Be(JwtError.None);
    }

    [Fact]
    public async Task Without_method_or_address_of_the_request_no_proof_can_be_checked()
    {
        var request = new JwtValidationRequest { DPoPProof = _client.Proof(_token), HttpMethod = "GET", HttpUri = new Uri(DPoPClient.Address) };

        (await _host.Validator.ValidateAsync(_token, request with { HttpMethod = null })).Error.Should().Be(new JwtError(JwtErrorCode.ProofInvalid, "htm"));
        (await _host.Validator.ValidateAsync(_token, request with { HttpUri = null })).Error.Should().Be(new JwtError(JwtErrorCode.ProofInvalid, "htu"));
        (await _host.Validator.ValidateAsync(_token, request with { HttpUri = new Uri("/r4/Patient/7", UriKind.Relative) })).Error.Code.Should().Be(JwtErrorCode.ProofInvalid);
        (await _host.Validator.ValidateAsync(_token, request)).IsValid.Should().BeTrue();
    }

    [Fact]
    public async Task A_proof_of_another_length_than_sensible_is_not_read()
    {
        var longest = _client.Proof(_token, claims: claims => claims["x"] = new string('a', 5000));
        var tooLong = _client.Proof(_token, claims: claims => claims["x"] = new string('a', 6000));
        (longest.Length < 8192 && tooLong.Length > 8192).Should().BeTrue();

        (await VerdictAsync(longest)).Should().Be(JwtError.None);
        (await VerdictAsync(tooLong)).Should().Be(new JwtError(JwtErrorCode.ProofInvalid));
    }

    [Fact]
    public async Task Two_proofs_in_one_text_are_none() =>
        (await VerdictAsync(_client.Proof(_token) + "," + _client.Proof(_token))).Code.Should().Be(JwtErrorCode.ProofInvalid);

    [Fact]
    public async Task The_twin_of_an_ecdsa_signature_is_a_replay_too()
    {
        var proof = _client.Proof(_token);

        (await VerdictAsync(proof)).Should().Be(JwtError.None);
        (await VerdictAsync(Twin.Of(proof))).Code.Should().Be(JwtErrorCode.ProofReplayed);
    }

    [Fact]
    public async Task No_bit_of_a_good_proof_can_change()
    {
        var proof = _client.Proof(_token).ToCharArray();
        for (var bit = 0; bit < proof.Length * 7; bit++)
        {
            proof[bit / 7] ^= (char)(1 << (bit % 7));
            (await VerdictAsync(new string(proof))).IsNone.Should().BeFalse("bit {0} was changed", bit);
            proof[bit / 7] ^= (char)(1 << (bit % 7));
        }

        (await VerdictAsync(new string(proof))).Should().Be(JwtError.None);
    }

    private async Task<JwtError> VerdictAsync(string proof, string method = "GET", string? token = null) =>
        (await _host.Validator.ValidateAsync(token ?? _token, new JwtValidationRequest { DPoPProof = proof, HttpMethod = method, HttpUri = new Uri(DPoPClient.Address) })).Error;
}

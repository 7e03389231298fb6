using System.Security.Cryptography;
using System.Text.Json.Nodes;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.SenderConstraints;

/// <summary>Each check of a proof fails alone, with a valid signature.</summary>
public sealed class ProofTests : IAsyncDisposable
{
    private static readonly long Now = TestIssuer.Now.ToUnixTimeSeconds();

    internal static readonly Dictionary<string, (string? Member, Action<JsonObject> Change)> HeaderFaults = new()
    {
        ["no typ"] = ("typ", header => header.Remove("typ")),
        ["typ of a token"] = ("typ", header => header["typ"] = "JWT"),
        ["typ of an access token"] = ("typ", header => header["typ"] = "at+jwt"),
        ["typ with a suffix"] = ("typ", header => header["typ"] = "dpop+jwtx"),
        ["typ of another media type"] = ("typ", header => header["typ"] = "text/dpop+jwt"),
        ["typ as a number"] = ("typ", header => header["typ"] = 1),
        ["no alg"] = ("alg", header => header.Remove("alg")),
        ["alg none"] = ("alg", header => header["alg"] = "none"),
        ["alg HMAC"] = ("alg", header => header["alg"] = "HS256"),
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
        ["jwk as a string"] = ("jwk", header => header["jwk"] = header["jwk"]!.ToJsonString()),
        ["jwk as an array"] = ("jwk", header => header["jwk"] = new JsonArray(header["jwk"]!.DeepClone())),
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
        ["jwk for an operation that is not an array"] = ("jwk", header => header["jwk"]!["key_ops"] = "verify"),
        ["jwk for an operation that is not a string"] = ("jwk", header => header["jwk"]!["key_ops"] = new JsonArray(1)),
        ["jwk for another algorithm"] = ("jwk", header => header["jwk"]!["alg"] = "ES384"),
        ["jwk that is a secret"] = ("jwk", header => header["jwk"] = new JsonObject { ["kty"] = "oct", ["k"] = "AAAA" }),
    };

    internal static readonly Dictionary<string, (string? Member, Action<JsonObject> Change)> ClaimFaults = new()
    {
        ["no jti"] = ("jti", claims => claims.Remove("jti")),
        ["empty jti"] = ("jti", claims => claims["jti"] = string.Empty),
        ["jti as null"] = ("jti", claims => claims["jti"] = null),
        ["jti as a number"] = ("jti", claims => claims["jti"] = 7),
        ["jti too long"] = ("jti", claims => claims["jti"] = new string('a', 257)),
        ["no htm"] = ("htm", claims => claims.Remove("htm")),
        ["htm of another method"] = ("htm", claims => claims["htm"] = "POST"),
        ["htm in lower case"] = ("htm", claims => claims["htm"] = "get"),
        ["htm as an array"] = ("htm", claims => claims["htm"] = new JsonArray("GET")),
        ["htm as a number"] = ("htm", claims => claims["htm"] = 1),
        ["htm as null"] = ("htm", claims => claims["htm"] = null),
        ["no htu"] = ("htu", claims => claims.Remove("htu")),
        ["htu of another resource"] = ("htu", claims => claims["htu"] = DPoPClient.Address + "7"),
        ["htu of another host"] = ("htu", claims => claims["htu"] = "https://evil.example/r4/Patient/7"),
        ["htu of another scheme"] = ("htu", claims => claims["htu"] = "http://fhir.hospital.example/r4/Patient/7"),
        ["htu of another port"] = ("htu", claims => claims["htu"] = "https://fhir.hospital.example:8443/r4/Patient/7"),
        ["htu in another case"] = ("htu", claims => claims["htu"] = "https://fhir.hospital.example/r4/patient/7"),
        ["htu with a trailing slash"] = ("htu", claims => claims["htu"] = DPoPClient.Address + "/"),
        ["htu with a user"] = ("htu", claims => claims["htu"] = "https://u@fhir.hospital.example/r4/Patient/7"),
        ["htu without a host"] = ("htu", claims => claims["htu"] = "/r4/Patient/7"),
        ["htu as a number"] = ("htu", claims => claims["htu"] = 1),
        ["htu as an array"] = ("htu", claims => claims["htu"] = new JsonArray(DPoPClient.Address)),
        ["no ath"] = ("ath", claims => claims.Remove("ath")),
        ["ath of another token"] = ("ath", claims => claims["ath"] = DPoPClient.HashOf("other")),
        ["ath padded"] = ("ath", claims => claims["ath"] = claims["ath"]!.GetValue<string>() + "="),
        ["ath as a number"] = ("ath", claims => claims["ath"] = 1),
        ["no iat"] = ("iat", claims => claims.Remove("iat")),
        ["iat as a string"] = ("iat", claims => claims["iat"] = "1768478400"),
        ["iat too old"] = ("iat", claims => claims["iat"] = Now - 91),
        ["iat in the future"] = ("iat", claims => claims["iat"] = Now + 31),
        ["iat in the future by a fraction"] = ("iat", claims => claims["iat"] = Now + 30.5),
        ["exp passed"] = ("exp", claims => claims["exp"] = Now - 30),
        ["exp as a string"] = ("exp", claims => claims["exp"] = "later"),
        ["nbf as a string"] = ("nbf", claims => claims["nbf"] = "1"),
        ["iat as an object"] = ("iat", claims => claims["iat"] = new JsonObject()),
        ["iss as a number"] = ("iss", claims => claims["iss"] = 1),
        ["aud as an object"] = ("aud", claims => claims["aud"] = new JsonObject()),
        ["nbf in the future"] = ("nbf", claims => claims["nbf"] = Now + 31),
    };

    private static readonly Dictionary<string, Action<JsonObject>> GoodClaims = new()
    {
        ["iat at its oldest"] = claims => claims["iat"] = Now - 90,
        ["iat at its newest"] = claims => claims["iat"] = Now + 30,
        ["iat with a fraction"] = claims => claims["iat"] = Now + 0.25,
        ["exp not yet passed"] = claims => claims["exp"] = Now - 29,
        ["nbf just passed"] = claims => claims["nbf"] = Now + 30,
        ["the longest jti"] = claims => claims["jti"] = new string('a', 256),
        ["a nonce that is not required"] = claims => claims["nonce"] = "x",
        ["htu with query and fragment"] = claims => claims["htu"] = DPoPClient.Address + "?a=b#c",
        ["htu in an equivalent form"] = claims => claims["htu"] = "HTTPS://FHIR.Hospital.example:443/r4/./x/%2e%2E/%50atient/7",
        ["an unknown claim"] = claims => claims["x"] = new JsonObject(),
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
    public async Task A_proof_with_an_invalid_header_is_rejected(string caseName)
    {
        var (member, change) = HeaderFaults[caseName];

        (await ValidateAsync(_client.Proof(_token, header: change))).Should().Be(new JwtError(JwtErrorCode.ProofInvalid, member));
    }

    [Theory]
    [MemberData(nameof(ClaimFaultNames))]
    public async Task A_proof_with_invalid_claims_is_rejected(string caseName)
    {
        var (member, change) = ClaimFaults[caseName];

        (await ValidateAsync(_client.Proof(_token, claims: change))).Should().Be(new JwtError(JwtErrorCode.ProofInvalid, member));
    }

    [Theory]
    [MemberData(nameof(GoodClaimNames))]
    public async Task A_proof_at_the_limits_is_accepted(string name) =>
        (await ValidateAsync(_client.Proof(_token, claims: GoodClaims[name]))).Should().Be(JwtError.None);

    [Theory]
    [InlineData("DPOP+JWT")]
    [InlineData("application/dpop+jwt")]
    [InlineData("Application/DPoP+jwt")]
    public async Task The_type_is_compared_as_a_media_type(string type) =>
        (await ValidateAsync(_client.Proof(_token, header: header => header["typ"] = type))).Should().Be(JwtError.None);

    [Fact]
    public async Task A_key_with_matching_optional_members_is_accepted() =>
        (await ValidateAsync(_client.Proof(_token, header: header =>
        {
            var key = header["jwk"]!;
            (key["alg"], key["use"], key["ext"], key["kid"]) = ("ES256", "sig", true, "any");
            key["key_ops"] = new JsonArray("sign", "verify");
        }))).Should().Be(JwtError.None);

    [Theory]
    [InlineData("[]")]
    [InlineData("[ ]")]
    [InlineData("[\"verify\"]")]
    public async Task A_key_without_operations_or_for_verification_is_accepted(string operations)
    {
        var header = _client.Header().ToJsonString().Replace("\"kty\"", $"\"key_ops\":{operations},\"kty\"", StringComparison.Ordinal);

        (await ValidateAsync(_client.Sign(header, DPoPClient.Claims(_token).ToJsonString()))).Should().Be(JwtError.None);
    }

    [Theory]
    [InlineData("\"htm\":\"GET\",")]
    [InlineData("\"h\\u0074m\":\"GET\",")]
    [InlineData("\"x\":{\"a\":1,\"a\":1},")]
    public async Task A_proof_with_a_duplicate_claim_is_rejected(string duplicate)
    {
        var claims = DPoPClient.Claims(_token).ToJsonString().Insert(1, duplicate);

        (await ValidateAsync(_client.Sign(_client.Header().ToJsonString(), claims))).Code.Should().Be(JwtErrorCode.ProofInvalid);
    }

    [Theory]
    [InlineData("\"typ\":\"dpop+jwt\",")]
    [InlineData("\"jwk\":{\"kty\":\"EC\",\"kty\":\"EC\"},")]
    public async Task A_proof_with_a_duplicate_header_parameter_is_rejected(string duplicate)
    {
        var header = _client.Header().ToJsonString().Insert(1, duplicate);

        (await ValidateAsync(_client.Sign(header, DPoPClient.Claims(_token).ToJsonString()))).Code.Should().Be(JwtErrorCode.ProofInvalid);
    }

    [Fact]
    public async Task A_proof_with_a_key_that_the_token_is_not_bound_to_is_rejected()
    {
        using var attacker = new DPoPClient();

        (await ValidateAsync(attacker.Proof(_token))).Should().Be(new JwtError(JwtErrorCode.ProofKeyMismatch, "jwk"));
    }

    [Fact]
    public async Task A_proof_with_the_bound_key_and_a_signature_of_another_key_is_rejected()
    {
        using var attacker = new DPoPClient();

        (await ValidateAsync(attacker.Sign(_client.Header().ToJsonString(), DPoPClient.Claims(_token).ToJsonString())))
            .Should().Be(new JwtError(JwtErrorCode.ProofInvalid));
    }

    [Fact]
    public async Task A_proof_with_a_cached_key_passes_the_same_checks()
    {
        using var attacker = new DPoPClient();
        (await ValidateAsync(_client.Proof(_token))).Should().Be(JwtError.None);

        (await ValidateAsync(attacker.Sign(_client.Header().ToJsonString(), DPoPClient.Claims(_token).ToJsonString()))).Code
            .Should().Be(JwtErrorCode.ProofInvalid);
        (await ValidateAsync(_client.Proof(_token, header: header => header["jwk"]!["use"] = "enc"))).Code
            .Should().Be(JwtErrorCode.ProofInvalid);
        (await ValidateAsync(_client.Proof(_token))).Should().Be(JwtError.None);
    }

    [Fact]
    public async Task A_proof_is_accepted_once_and_a_rejected_proof_is_not_consumed()
    {
        var proof = _client.Proof(_token);

        (await ValidateAsync(proof, method: "PUT")).Should().Be(new JwtError(JwtErrorCode.ProofInvalid, "htm"));
        (await ValidateAsync(proof)).Should().Be(JwtError.None);
        (await ValidateAsync(proof)).Should().Be(new JwtError(JwtErrorCode.ProofReplayed, "jti"));
        _issuer.Time.Advance(TimeSpan.FromSeconds(90));
        (await ValidateAsync(proof)).Should().Be(new JwtError(JwtErrorCode.ProofReplayed, "jti"), "the use is stored until it expires");
        _issuer.Time.Advance(TimeSpan.FromTicks(1));
        (await ValidateAsync(proof)).Should().Be(new JwtError(JwtErrorCode.ProofInvalid, "iat"));
    }

    [Fact]
    public async Task A_jti_with_escapes_is_the_same_jti()
    {
        var claims = DPoPClient.Claims(_token);
        claims["jti"] = "abc/";
        var text = claims.ToJsonString();
        text.Should().Contain("\"abc/\"");
        var escaped = text.Replace("\"abc/\"", "\"\\u0061bc\\/\"", StringComparison.Ordinal);

        (await ValidateAsync(_client.Sign(_client.Header().ToJsonString(), text))).Should().Be(JwtError.None);
        (await ValidateAsync(_client.Sign(_client.Header().ToJsonString(), escaped))).Code.Should().Be(JwtErrorCode.ProofReplayed);
    }

    [Fact]
    public async Task Two_clients_may_use_the_same_jti()
    {
        using var other = new DPoPClient();
        var otherToken = _issuer.Token(claims: other.Bind);

        (await ValidateAsync(_client.Proof(_token, claims: claims => claims["jti"] = "1"))).Should().Be(JwtError.None);
        (await ValidateAsync(other.Proof(otherToken, claims: claims => claims["jti"] = "1"), token: otherToken)).Should().Be(JwtError.None);
    }

    [Fact]
    public async Task A_request_without_method_or_URI_rejects_every_proof()
    {
        var request = DPoPClient.Request(_client.Proof(_token));
        var relative = new Uri("/r4/Patient/7", UriKind.Relative);

        (await ValidateAsync(request with { HttpMethod = null })).Should().Be(new JwtError(JwtErrorCode.ProofInvalid, "htm"));
        (await ValidateAsync(request with { HttpUri = null })).Should().Be(new JwtError(JwtErrorCode.ProofInvalid, "htu"));
        (await ValidateAsync(request with { HttpUri = relative })).Should().Be(new JwtError(JwtErrorCode.ProofInvalid, "htu"));
        (await ValidateAsync(request)).Should().Be(JwtError.None);
    }

    [Fact]
    public async Task A_proof_that_is_longer_than_8_KiB_is_rejected()
    {
        var longest = _client.Proof(_token, claims: claims => claims["x"] = new string('a', 5000));
        var tooLong = _client.Proof(_token, claims: claims => claims["x"] = new string('a', 6000));
        (longest.Length < 8192 && tooLong.Length > 8192).Should().BeTrue();

        (await ValidateAsync(longest)).Should().Be(JwtError.None);
        (await ValidateAsync(tooLong)).Should().Be(new JwtError(JwtErrorCode.ProofInvalid));
    }

    [Fact]
    public async Task Two_proofs_in_one_header_are_rejected() =>
        (await ValidateAsync(_client.Proof(_token) + "," + _client.Proof(_token))).Code.Should().Be(JwtErrorCode.ProofInvalid);

    [Fact]
    public async Task A_proof_with_the_other_ECDSA_signature_is_a_replay()
    {
        var proof = _client.Proof(_token);

        (await ValidateAsync(proof)).Should().Be(JwtError.None);
        (await ValidateAsync(AlternateSignature.Of(proof))).Code.Should().Be(JwtErrorCode.ProofReplayed);
    }

    [Fact]
    public async Task A_proof_with_any_changed_bit_is_rejected()
    {
        var proof = _client.Proof(_token).ToCharArray();
        for (var bit = 0; bit < proof.Length * 7; bit++)
        {
            proof[bit / 7] ^= (char)(1 << (bit % 7));
            (await ValidateAsync(new string(proof))).IsNone.Should().BeFalse("bit {0} is changed", bit);
            proof[bit / 7] ^= (char)(1 << (bit % 7));
        }

        (await ValidateAsync(new string(proof))).Should().Be(JwtError.None);
    }

    private Task<JwtError> ValidateAsync(string proof, string method = "GET", string? token = null) =>
        ValidateAsync(DPoPClient.Request(proof) with { HttpMethod = method }, token);

    private async Task<JwtError> ValidateAsync(JwtValidationRequest request, string? token = null) =>
        (await _host.Validator.ValidateAsync(token ?? _token, request)).Error;
}

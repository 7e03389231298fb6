using System.Security.Cryptography;
using System.Text.Json.Nodes;
using HipaaJwt.Tests.Support;
using HipaaJwt.TokenIssuer.Tests.Endpoints;

namespace HipaaJwt.TokenIssuer.Tests.Clients;

/// <summary>RFC 7523: <c>private_key_jwt</c>.</summary>
public sealed class PrivateKeyJwtTests : IAsyncLifetime
{
    private const string Client = "key-app";
    private const string Rsa = "rsa-app";
    private const string Type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private const string TokenAddress = EndpointLab.Issuer + "/token";

    /// <summary>Creating an RSA key takes long, so the tests share one.</summary>
    private static readonly RSA RsaKey = RSA.Create(2048);

    private static readonly long Now = EndpointLab.Now.ToUnixTimeSeconds();

    private static readonly Dictionary<string, (JwtErrorCode Code, Action<JsonObject> Change)> Faults = new()
    {
        ["no iss"] = (JwtErrorCode.ClaimMissing, claims => claims.Remove("iss")),
        ["another iss"] = (JwtErrorCode.IssuerNotAllowed, claims => claims["iss"] = "unknown"),
        ["no sub"] = (JwtErrorCode.ClaimMissing, claims => claims.Remove("sub")),
        ["another sub"] = (JwtErrorCode.ClaimValueNotAllowed, claims => claims["sub"] = EndpointLab.Server),
        ["no aud"] = (JwtErrorCode.ClaimMissing, claims => claims.Remove("aud")),
        ["aud of another server"] = (JwtErrorCode.AudienceNotAllowed, claims => claims["aud"] = "https://evil.example"),
        ["aud with a slash"] = (JwtErrorCode.AudienceNotAllowed, claims => claims["aud"] = EndpointLab.Issuer + "/"),
        ["aud of the API"] = (JwtErrorCode.AudienceNotAllowed, claims => claims["aud"] = EndpointLab.Audience),
        ["aud of another server too"] =
            (JwtErrorCode.AudienceNotAllowed, claims => claims["aud"] = new JsonArray(EndpointLab.Issuer, "https://evil.example")),
        ["no exp"] = (JwtErrorCode.ClaimMissing, claims => claims.Remove("exp")),
        ["exp passed"] = (JwtErrorCode.TokenExpired, claims => (claims["iat"], claims["exp"]) = (Now - 100, Now - 30)),
        ["a lifetime above 5 minutes"] = (JwtErrorCode.TokenLifetimeTooLong, claims => claims["exp"] = Now + 301),
        ["no iat"] = (JwtErrorCode.ClaimMissing, claims => claims.Remove("iat")),
        ["iat in the future"] = (JwtErrorCode.TokenIssuedInFuture, claims => (claims["iat"], claims["exp"]) = (Now + 60, Now + 120)),
        ["nbf in the future"] = (JwtErrorCode.TokenNotYetValid, claims => claims["nbf"] = Now + 60),
        ["no jti"] = (JwtErrorCode.ClaimMissing, claims => claims.Remove("jti")),
        ["events"] = (JwtErrorCode.ClaimNotAllowed, claims => claims["events"] = new JsonObject()),
    };

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private EndpointLab _lab = null!;

    public static TheoryData<string> FaultNames => [.. Faults.Keys];

    public async ValueTask InitializeAsync() => _lab = await EndpointLab.StartAsync(options =>
    {
        options.Clients.Add(new TokenClient { ClientId = Client, KeySet = KeySet(PublicKey()) });
        options.Clients.Add(new TokenClient { ClientId = Rsa, KeySet = KeySet(PublicRsaKey()), AllowIntrospection = true });
    });

    public async ValueTask DisposeAsync()
    {
        await _lab.DisposeAsync();
        _key.Dispose();
    }

    [Theory]
    [InlineData(EndpointLab.Issuer)]
    [InlineData(TokenAddress)]
    public async Task A_client_authenticates_with_its_key(string audience)
    {
        var tokens = await _lab.SignInAsync(Client);

        var answer = await SendAsync(Assertion(claims => claims["aud"] = audience), tokens.RefreshToken);

        answer.Status.Should().Be(200);
    }

    [Fact]
    public async Task Both_audiences_together_are_accepted() =>
        Accepts(await SendAsync(Assertion(claims => claims["aud"] = new JsonArray(EndpointLab.Issuer, TokenAddress))));

    [Theory]
    [InlineData(null)]
    [InlineData("JWT")]
    [InlineData("client-authentication+jwt")]
    public async Task The_type_is_optional(string? type) => Accepts(await SendAsync(Assertion(header: header => SetType(header, type))));

    [Theory]
    [InlineData("dpop+jwt")]
    [InlineData("at+jwt")]
    [InlineData("logout+jwt")]
    public async Task A_token_of_another_type_is_rejected(string type) =>
        await RejectsAsync(Assertion(header: header => SetType(header, type)), JwtErrorCode.TokenTypeNotAllowed);

    [Fact]
    public async Task An_assertion_without_a_kid_is_verified_with_the_only_key() =>
        Accepts(await SendAsync(Assertion(header: header => header.Remove("kid"))));

    [Fact]
    public async Task An_assertion_of_the_longest_lifetime_is_accepted() =>
        Accepts(await SendAsync(Assertion(claims => claims["exp"] = Now + 300)));

    [Theory]
    [MemberData(nameof(FaultNames))]
    public async Task An_assertion_with_invalid_claims_is_rejected(string name) =>
        await RejectsAsync(Assertion(Faults[name].Change), Faults[name].Code);

    [Fact]
    public async Task An_assertion_is_accepted_once()
    {
        var assertion = Assertion();

        Accepts(await SendAsync(assertion));
        await RejectsAsync(assertion, JwtErrorCode.TokenReplayed);
        await RejectsAsync(assertion, JwtErrorCode.TokenReplayed, "/revoke");
    }

    [Fact]
    public async Task Another_assertion_with_the_same_jti_is_a_replay()
    {
        Accepts(await SendAsync(Assertion(claims => claims["jti"] = "one")));
        await RejectsAsync(Assertion(claims => (claims["jti"], claims["exp"]) = ("one", Now + 90)), JwtErrorCode.TokenReplayed);
    }

    [Fact]
    public async Task Two_clients_may_use_the_same_jti()
    {
        Accepts(await SendAsync(Assertion(claims => claims["jti"] = "one")));
        (await SendAsync(RsaAssertion("PS256", claims => claims["jti"] = "one"))).Error.Should().Be("invalid_grant");
    }

    [Theory]
    [InlineData("none", JwtErrorCode.AlgorithmNotSupported)]
    [InlineData("HS256", JwtErrorCode.AlgorithmNotAllowed)]
    [InlineData("ES384", JwtErrorCode.AlgorithmNotAllowed)]
    [InlineData("RS256", JwtErrorCode.AlgorithmNotAllowedForKey)]
    public async Task Another_algorithm_is_rejected(string algorithm, JwtErrorCode code) =>
        await RejectsAsync(Assertion(header: header => header["alg"] = algorithm), code);

    [Fact]
    public async Task A_MAC_with_the_public_key_or_the_hash_of_a_secret_is_rejected()
    {
        var header = new JsonObject { ["alg"] = "HS256", ["typ"] = "JWT", ["kid"] = "key-1" };
        byte[][] secrets = [_key.ExportSubjectPublicKeyInfo(), System.Text.Encoding.UTF8.GetBytes(ClientSecret.Hash(EndpointLab.Secret))];
        foreach (var secret in secrets)
        {
            await RejectsAsync(
                RawToken.Sign(header.ToJsonString(), Claims().ToJsonString(), RawToken.Hs256(secret)), JwtErrorCode.AlgorithmNotAllowed);
        }
    }

    [Fact]
    public async Task An_unsigned_assertion_is_rejected() =>
        await RejectsAsync(
            $"{RawToken.Base64("""{"alg":"none"}""")}.{RawToken.Base64(Claims().ToJsonString())}.", JwtErrorCode.TokenNotCompact);

    [Fact]
    public async Task An_assertion_that_another_key_signed_is_rejected()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        await RejectsAsync(
            RawToken.Sign(Header().ToJsonString(), Claims().ToJsonString(), RawToken.Es256(other)), JwtErrorCode.SignatureInvalid);
    }

    [Fact]
    public async Task A_client_cannot_authenticate_as_another_with_its_own_key()
    {
        var claims = Claims();
        (claims["iss"], claims["sub"]) = (Rsa, Rsa);

        var answer = await SendAsync(RawToken.Sign(Header().ToJsonString(), claims.ToJsonString(), RawToken.Es256(_key)));

        (answer.Status, answer.Error).Should().Be((401, "invalid_client"));
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("PS256")]
    [InlineData("PS512")]
    public async Task An_RSA_key_signs_with_each_of_its_algorithms(string algorithm) =>
        (await SendAsync(RsaAssertion(algorithm))).Error.Should().Be("invalid_grant", "the refresh token belongs to nobody");

    [Theory]
    [InlineData(null)]
    [InlineData("urn:ietf:params:oauth:client-assertion-type:saml2-bearer")]
    public async Task Another_assertion_type_is_rejected(string? type)
    {
        var answer = await _lab.PostAsync(
            "/revoke", ("token", "x"), ("client_assertion_type", type!), ("client_assertion", Assertion()));

        (answer.Status, answer.Error).Should().Be((401, "invalid_client"));
    }

    [Fact]
    public async Task The_client_id_of_the_form_must_be_that_of_the_assertion()
    {
        Accepts(await SendAsync(Assertion(), client: Client));
        (await SendAsync(Assertion(), client: Rsa)).Should().BeEquivalentTo(new { Status = 400, Error = "invalid_request" });
    }

    [Fact]
    public async Task A_client_with_keys_may_introspect()
    {
        var answer = await _lab.PostAsync(
            "/introspect",
            ("token", (await _lab.SignInAsync()).AccessToken),
            ("client_assertion_type", Type),
            ("client_assertion", RsaAssertion("PS256")));

        (answer.Status, answer.Json["active"]!.GetValue<bool>()).Should().Be((200, true));
    }

    [Fact]
    public async Task A_replay_store_that_is_down_is_unavailable()
    {
        _lab.Replays.Fails = true;

        var answer = await SendAsync(Assertion());

        (answer.Status, answer.Error, answer.Header("Retry-After")).Should().Be((503, "temporarily_unavailable", "1"));
        _lab.Rejections[^1].ReasonCode.Should().Be(JwtErrorCode.ReplayStoreUnavailable);
    }

    [Fact]
    public async Task An_assertion_is_rejected_if_no_client_has_keys()
    {
        await using var lab = await EndpointLab.StartAsync();

        var answer = await lab.PostAsync(
            "/revoke", ("token", "x"), ("client_assertion_type", Type), ("client_assertion", Assertion()));

        (answer.Status, answer.Error).Should().Be((401, "invalid_client"));
    }

    private static void SetType(JsonObject header, string? type)
    {
        header.Remove("typ");
        if (type is not null)
        {
            header["typ"] = type;
        }
    }

    private static JsonObject Header() => new() { ["alg"] = "ES256", ["typ"] = "JWT", ["kid"] = "key-1" };

    private static JsonObject Claims(string client = Client) => new()
    {
        ["iss"] = client,
        ["sub"] = client,
        ["aud"] = EndpointLab.Issuer,
        ["jti"] = Guid.NewGuid().ToString(),
        ["iat"] = Now,
        ["exp"] = Now + 60,
    };

    private static string KeySet(JsonObject key) => new JsonObject { ["keys"] = new JsonArray(key) }.ToJsonString();

    /// <summary>The assertion was accepted, and the refresh token of nobody was not.</summary>
    private static void Accepts(EndpointAnswer answer) => (answer.Status, answer.Error).Should().Be((400, "invalid_grant"));

    private async Task RejectsAsync(string assertion, JwtErrorCode code, string path = "/token")
    {
        var answer = await SendAsync(assertion, path: path);

        (answer.Status, answer.Error).Should().Be((401, "invalid_client"));
        answer.Body.Should().NotContain(code.ToString());
        _lab.Rejections[^1].ReasonCode.Should().Be(code);
    }

    private JsonObject PublicKey()
    {
        var point = _key.ExportParameters(false).Q;
        return new JsonObject
        {
            ["kty"] = "EC",
            ["crv"] = "P-256",
            ["kid"] = "key-1",
            ["x"] = RawToken.Base64(point.X),
            ["y"] = RawToken.Base64(point.Y),
        };
    }

    private static JsonObject PublicRsaKey()
    {
        var key = RsaKey.ExportParameters(false);
        return new JsonObject
        {
            ["kty"] = "RSA",
            ["kid"] = "rsa-1",
            ["use"] = "sig",
            ["n"] = RawToken.Base64(key.Modulus),
            ["e"] = RawToken.Base64(key.Exponent),
        };
    }

    private string Assertion(Action<JsonObject>? claims = null, Action<JsonObject>? header = null)
    {
        var (h, c) = (Header(), Claims());
        header?.Invoke(h);
        claims?.Invoke(c);
        return RawToken.Sign(h.ToJsonString(), c.ToJsonString(), RawToken.Es256(_key));
    }

    private static string RsaAssertion(string algorithm, Action<JsonObject>? change = null)
    {
        var claims = Claims(Rsa);
        change?.Invoke(claims);
        var hash = algorithm.EndsWith("512", StringComparison.Ordinal) ? HashAlgorithmName.SHA512 : HashAlgorithmName.SHA256;
        var padding = algorithm[0] == 'P' ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
        return RawToken.Sign(
            new JsonObject { ["alg"] = algorithm, ["kid"] = "rsa-1" }.ToJsonString(),
            claims.ToJsonString(),
            data => RsaKey.SignData(data, hash, padding));
    }

    private Task<EndpointAnswer> SendAsync(string assertion, string? refreshToken = "x", string path = "/token", string? client = null) =>
        _lab.PostAsync(
            path,
            ("grant_type", "refresh_token"),
            ("refresh_token", refreshToken!),
            ("token", "x"),
            ("client_id", client!),
            ("client_assertion_type", Type),
            ("client_assertion", assertion));
}

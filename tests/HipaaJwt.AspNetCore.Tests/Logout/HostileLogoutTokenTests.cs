using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using HipaaJwt.AspNetCore.Tests.Support;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.AspNetCore.Tests.Logout;

public sealed class HostileLogoutTokenTests : IAsyncLifetime
{
    private static readonly Dictionary<string, (JwtErrorCode Code, Action<JsonObject> Change)> ClaimVariants = new()
    {
        ["no iss"] = (JwtErrorCode.ClaimMissing, claims => claims.Remove("iss")),
        ["another iss"] = (JwtErrorCode.IssuerNotAllowed, claims => claims["iss"] = "https://evil.example"),
        ["iss with a slash"] = (JwtErrorCode.IssuerNotAllowed, claims => claims["iss"] = TestIssuer.Name + "/"),
        ["no aud"] = (JwtErrorCode.ClaimMissing, claims => claims.Remove("aud")),
        ["another aud"] = (JwtErrorCode.AudienceNotAllowed, claims => claims["aud"] = "other-app"),
        ["the audience of access tokens"] = (JwtErrorCode.AudienceNotAllowed, claims => claims["aud"] = TestIssuer.Audience),
        ["an empty list of audiences"] = (JwtErrorCode.ClaimInvalid, claims => claims["aud"] = new JsonArray()),
        ["no iat"] = (JwtErrorCode.ClaimMissing, claims => claims.Remove("iat")),
        ["an iat that is text"] = (JwtErrorCode.ClaimInvalid, claims => claims["iat"] = "now"),
        ["an iat in the future"] = (JwtErrorCode.TokenIssuedInFuture, claims => claims["iat"] = Seconds(31)),
        ["an old iat"] = (JwtErrorCode.TokenExpired, claims => claims["iat"] = Seconds(-150)),
        ["no exp"] = (JwtErrorCode.ClaimMissing, claims => claims.Remove("exp")),
        ["a null exp"] = (JwtErrorCode.ClaimInvalid, claims => claims["exp"] = null),
        ["a past exp"] = (JwtErrorCode.TokenExpired, claims => (claims["iat"], claims["exp"]) = (Seconds(-60), Seconds(-30))),
        ["an exp before iat"] = (JwtErrorCode.TokenLifetimeInvalid, claims => claims["exp"] = Seconds(-1)),
        ["an nbf in the future"] = (JwtErrorCode.TokenNotYetValid, claims => claims["nbf"] = Seconds(31)),
        ["no jti"] = (JwtErrorCode.ClaimMissing, claims => claims.Remove("jti")),
        ["an empty jti"] = (JwtErrorCode.ClaimInvalid, claims => claims["jti"] = string.Empty),
        ["a jti that is a number"] = (JwtErrorCode.ClaimInvalid, claims => claims["jti"] = 7),
        ["no events"] = (JwtErrorCode.ClaimMissing, claims => claims.Remove("events")),
        ["null events"] = (JwtErrorCode.ClaimInvalid, claims => claims["events"] = null),
        ["events that are text"] = (JwtErrorCode.ClaimInvalid, claims => claims["events"] = LogoutLab.Event),
        ["a list of events"] = (JwtErrorCode.ClaimInvalid, claims => claims["events"] = new JsonArray(LogoutLab.Event)),
        ["empty events"] = (JwtErrorCode.ClaimInvalid, claims => claims["events"] = new JsonObject()),
        ["another event"] = (JwtErrorCode.ClaimInvalid, claims => claims["events"] = Events("https://example.com/other")),
        ["the event with https"] = (JwtErrorCode.ClaimInvalid, claims =>
            claims["events"] = Events("https://schemas.openid.net/event/backchannel-logout")),
        ["the event in another case"] = (JwtErrorCode.ClaimInvalid, claims =>
            claims["events"] = Events(LogoutLab.Event.ToUpperInvariant())),
        ["a second event"] = (JwtErrorCode.ClaimInvalid, claims => claims["events"]!["https://example.com/other"] = new JsonObject()),
        ["the member of Keycloak without the event"] = (JwtErrorCode.ClaimInvalid, claims =>
            claims["events"] = Events("revoke_offline_access")),
        ["an event that is null"] = (JwtErrorCode.ClaimInvalid, claims => claims["events"]![LogoutLab.Event] = null),
        ["an event that is true"] = (JwtErrorCode.ClaimInvalid, claims => claims["events"]![LogoutLab.Event] = true),
        ["an event that is a list"] = (JwtErrorCode.ClaimInvalid, claims => claims["events"]![LogoutLab.Event] = new JsonArray()),
        ["a nonce"] = (JwtErrorCode.ClaimNotAllowed, claims => claims["nonce"] = "n"),
        ["a null nonce"] = (JwtErrorCode.ClaimNotAllowed, claims => claims["nonce"] = null),
        ["neither sid nor sub"] = (JwtErrorCode.ClaimMissing, claims => _ = claims.Remove("sid") && claims.Remove("sub")),
        ["a sid that is a number"] = (JwtErrorCode.ClaimInvalid, claims => claims["sid"] = 1),
        ["a null sid"] = (JwtErrorCode.ClaimInvalid, claims => claims["sid"] = null),
        ["an empty sid"] = (JwtErrorCode.ClaimInvalid, claims => claims["sid"] = string.Empty),
        ["a sid with a control character"] = (JwtErrorCode.ClaimInvalid, claims => claims["sid"] = "a\u0000b"),
        ["a sub that is a list"] = (JwtErrorCode.ClaimInvalid, claims => claims["sub"] = new JsonArray("user-42")),
    };

    private static readonly Dictionary<string, (JwtErrorCode Code, Action<JsonObject> Change)> HeaderVariants = new()
    {
        ["no typ"] = (JwtErrorCode.TokenTypeMissing, header => header.Remove("typ")),
        ["typ JWT"] = (JwtErrorCode.TokenTypeNotAllowed, header => header["typ"] = "JWT"),
        ["typ at+jwt"] = (JwtErrorCode.TokenTypeNotAllowed, header => header["typ"] = "at+jwt"),
        ["typ secevent+jwt"] = (JwtErrorCode.TokenTypeNotAllowed, header => header["typ"] = "secevent+jwt"),
        ["alg none"] = (JwtErrorCode.AlgorithmNotSupported, header => header["alg"] = "none"),
        ["another alg"] = (JwtErrorCode.AlgorithmNotAllowed, header => header["alg"] = "RS256"),
        ["no alg"] = (JwtErrorCode.AlgorithmNotSupported, header => header.Remove("alg")),
        ["an unknown kid"] = (JwtErrorCode.KeyNotFound, header => header["kid"] = "key-2"),
        ["crit"] = (JwtErrorCode.CriticalHeaderNotSupported, header => header["crit"] = new JsonArray("exp")),
        ["a key"] = (JwtErrorCode.HeaderMemberNotAllowed, header => header["jwk"] = new JsonObject()),
        ["an address of keys"] = (JwtErrorCode.HeaderMemberNotAllowed, header => header["jku"] = "https://evil.example/jwks"),
    };

    private LogoutLab _lab = null!;

    public static TheoryData<string> Claims => [.. ClaimVariants.Keys];

    public static TheoryData<string> Headers => [.. HeaderVariants.Keys];

    public async ValueTask InitializeAsync() => _lab = await LogoutLab.StartAsync();

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Theory]
    [MemberData(nameof(Claims))]
    public Task Rejects_a_logout_token_with(string variant) =>
        AssertRejectedAsync(_lab.LogoutToken(ClaimVariants[variant].Change), ClaimVariants[variant].Code);

    [Theory]
    [MemberData(nameof(Headers))]
    public Task Rejects_a_logout_token_whose_header_has(string variant) =>
        AssertRejectedAsync(_lab.LogoutToken(header: HeaderVariants[variant].Change), HeaderVariants[variant].Code);

    [Fact]
    public async Task Rejects_a_logout_token_that_another_key_signed()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        await AssertRejectedAsync(
            RawToken.Sign(LogoutLab.Header().ToJsonString(), LogoutLab.Claims().ToJsonString(), RawToken.Es256(key)),
            JwtErrorCode.SignatureInvalid);
    }

    [Fact]
    public Task Rejects_a_logout_token_without_a_signature()
    {
        var token = _lab.LogoutToken();
        return AssertRejectedAsync(token[..(token.LastIndexOf('.') + 1)], JwtErrorCode.TokenNotCompact);
    }

    [Theory]
    [InlineData("iss")]
    [InlineData("events")]
    [InlineData("sid")]
    public Task Rejects_a_claim_that_occurs_twice(string name)
    {
        var claims = LogoutLab.Claims().ToJsonString();
        var twice = $"{{\"{name}\":{LogoutLab.Claims()[name]!.ToJsonString()},{claims[1..]}";
        return AssertRejectedAsync(_lab.Issuer.Sign(LogoutLab.Header().ToJsonString(), twice), JwtErrorCode.ClaimDuplicate);
    }

    [Fact]
    public Task Rejects_an_event_that_occurs_twice()
    {
        var claims = LogoutLab.Claims().ToJsonString().Replace(":{}", $":{{}},\"{LogoutLab.Event}\":{{}}", StringComparison.Ordinal);
        return AssertRejectedAsync(_lab.Issuer.Sign(LogoutLab.Header().ToJsonString(), claims), JwtErrorCode.ClaimDuplicate);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("a.b.c")]
    [InlineData("{}")]
    public async Task Rejects_text_that_is_no_token(string text)
    {
        (await _lab.LogOutAsync(text)).Status.Should().Be(400);
        _lab.Revocations.Count.Should().Be(0);
    }

    [Fact]
    public Task Rejects_a_token_that_is_too_long() =>
        AssertRejectedAsync(_lab.LogoutToken(claims => claims["x"] = new string('x', 20_000)), JwtErrorCode.TokenTooLarge);

    [Fact]
    public async Task Rejects_a_body_that_is_too_large()
    {
        (await _lab.LogOutAsync(_lab.LogoutToken(claims => claims["x"] = new string('x', 200_000)))).Status.Should().Be(400);
        _lab.Server.Events[^1].ReasonCode.Should().Be(JwtErrorCode.TokenMissing);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/json")]
    [InlineData("application/jwt")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData(null)]
    public async Task Rejects_a_body_that_is_no_form(string? contentType)
    {
        using var content = new ByteArrayContent(Encoding.ASCII.GetBytes("logout_token=" + _lab.LogoutToken()));
        content.Headers.ContentType = contentType is null ? null : System.Net.Http.Headers.MediaTypeHeaderValue.Parse(contentType);

        (await _lab.PostAsync(content)).Status.Should().Be(400);
        (_lab.Server.Events.Single().Type, _lab.Server.Events.Single().ReasonCode)
            .Should().Be((AuditEventType.TokenRejected, JwtErrorCode.TokenMissing));
    }

    [Fact]
    public async Task Rejects_a_token_outside_the_form()
    {
        var token = _lab.LogoutToken();
        using var twice = new FormUrlEncodedContent(
            [KeyValuePair.Create("logout_token", token), KeyValuePair.Create("logout_token", token)]);

        foreach (var path in new[] { LogoutLab.Path, LogoutLab.Path + "?logout_token=" + token })
        {
            using var other = new FormUrlEncodedContent([KeyValuePair.Create("token", token)]);
            (await _lab.PostAsync(other, path)).Status.Should().Be(400);
        }

        (await _lab.PostAsync(null, token: token)).Status.Should().Be(400);
        (await _lab.PostAsync(twice)).Status.Should().Be(400);
        (await _lab.Server.GetAsync(LogoutLab.Path + "?logout_token=" + token)).Status.Should().Be(405);
        _lab.Revocations.Count.Should().Be(0);
    }

    [Fact]
    public async Task Other_fields_are_ignored()
    {
        using var form = new FormUrlEncodedContent(
            [KeyValuePair.Create("x", "1"), KeyValuePair.Create("logout_token", _lab.LogoutToken())]);

        (await _lab.PostAsync(form)).Status.Should().Be(200);
    }

    [Fact]
    public async Task No_part_of_a_token_reaches_the_log()
    {
        var token = _lab.LogoutToken(claims => claims["nonce"] = "n");
        await _lab.LogOutAsync(token);
        await _lab.LogOutAsync(_lab.LogoutToken());

        _lab.Server.Log.Lines.Should().NotContain(line => line.Text.Contains(token.Split('.')[1], StringComparison.Ordinal)
            || line.Text.Contains("session-1", StringComparison.Ordinal)
            || line.Text.Contains("user-42", StringComparison.Ordinal));
    }

    private static long Seconds(int sinceNow) => TestIssuer.Now.AddSeconds(sinceNow).ToUnixTimeSeconds();

    private static JsonObject Events(string name) => new() { [name] = new JsonObject() };

    private async Task AssertRejectedAsync(string token, JwtErrorCode code)
    {
        var answer = await _lab.LogOutAsync(token);

        answer.Should().Be(new LogoutAnswer(400, """{"error":"invalid_request"}""", "application/json", true, false));
        var rejected = _lab.Server.Events.Should().ContainSingle().Subject;
        (rejected.Type, rejected.ReasonCode).Should().Be((AuditEventType.TokenRejected, code));
        _lab.Revocations.Count.Should().Be(0);
        _lab.Replays.Expirations.Should().BeEmpty();
    }
}

using System.Text.Json.Nodes;
using HipaaJwt.Tests.Conformance;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Encryption;

/// <summary>The claims that the header of an encrypted token repeats (RFC 7519, section 5.3).</summary>
public sealed class ReplicatedClaimsTests : IDisposable
{
    private readonly TestIssuer _issuer = new();
    private readonly EncryptionKeys _keys = new();

    public void Dispose()
    {
        _issuer.Dispose();
        _keys.Dispose();
    }

    [Theory]
    [InlineData("iss", $"\"{TestIssuer.Name}\"")]
    [InlineData("iss", "\"https:\\/\\/idp.hospital.ex\\u0061mple\"")]
    [InlineData("sub", "\"user-42\"")]
    [InlineData("aud", $"\"{TestIssuer.Audience}\"")]
    [InlineData("aud", $"[\"{TestIssuer.Audience}\"]")]
    [InlineData("aud", $"[\"{TestIssuer.Audience}\",\"{TestIssuer.Audience}\"]")]
    [InlineData("jti", "\"other\"")]
    [InlineData("exp", "1")]
    [InlineData("ISS", "\"other\"")]
    public async Task A_header_that_repeats_the_claims_is_accepted(string name, string value) =>
        (await ValidateAsync(name, value)).Should().Be(JwtError.None);

    [Theory]
    [InlineData("iss", "\"https://evil.example\"")]
    [InlineData("iss", $"\"{TestIssuer.Name}/\"")]
    [InlineData("iss", "\"HTTPS://idp.hospital.example\"")]
    [InlineData("sub", "\"user-43\"")]
    [InlineData("sub", "\"User-42\"")]
    [InlineData("aud", "\"https://evil.example\"")]
    [InlineData("aud", $"[\"{TestIssuer.Audience}\",\"https://evil.example\"]")]
    [InlineData("\\u0061ud", "\"https://evil.example\"")]
    public async Task A_header_that_contradicts_the_claims_is_rejected(string name, string value) =>
        (await ValidateAsync(name, value)).Should().Be(
            new JwtError(JwtErrorCode.HeaderClaimMismatch, name.Replace("\\u0061", "a", StringComparison.Ordinal)));

    [Theory]
    [InlineData("iss", "1")]
    [InlineData("iss", "null")]
    [InlineData("iss", "\"\"")]
    [InlineData("iss", $"[\"{TestIssuer.Name}\"]")]
    [InlineData("sub", "{}")]
    [InlineData("sub", "\"user-42\\u0000\"")]
    [InlineData("aud", "[]")]
    [InlineData("aud", "null")]
    [InlineData("aud", "{}")]
    [InlineData("aud", $"[\"{TestIssuer.Audience}\",1]")]
    [InlineData("aud", $"[[\"{TestIssuer.Audience}\"]]")]
    public async Task A_header_with_a_claim_of_a_wrong_type_is_rejected(string name, string value) =>
        (await ValidateAsync(name, value)).Should().Be(new JwtError(JwtErrorCode.HeaderMemberInvalid, name));

    [Theory]
    [InlineData("""["b","a"]""", true)]
    [InlineData("""["a","b","a"]""", true)]
    [InlineData("""["a","\u0062"]""", true)]
    [InlineData("\"a\"", false)]
    [InlineData("""["a"]""", false)]
    [InlineData("""["a","b","c"]""", false)]
    [InlineData("""["a","B"]""", false)]
    [InlineData("\"a,b\"", false)]
    public async Task Audiences_are_compared_as_sets(string inHeader, bool isAccepted)
    {
        var error = await ValidateAsync(
            "aud", inHeader, claims => claims["aud"] = new JsonArray("a", "b"), trust => trust.Audiences.Add("a"));

        error.Should().Be(isAccepted ? JwtError.None : new JwtError(JwtErrorCode.HeaderClaimMismatch, "aud"));
    }

    [Fact]
    public async Task A_header_with_a_claim_that_the_token_does_not_have_is_rejected() =>
        (await ValidateAsync("aud", $"\"{TestIssuer.Audience}\"", WithoutAudience, trust => trust.AudienceClaim = "client_id"))
            .Should().Be(new JwtError(JwtErrorCode.HeaderClaimMismatch, "aud"));

    [Fact]
    public async Task An_error_of_the_signed_token_is_reported_before_a_contradiction() =>
        (await ValidateAsync("sub", "\"other\"", claims => claims["exp"] = TestIssuer.Now.AddMinutes(-5).ToUnixTimeSeconds()))
            .Code.Should().Be(JwtErrorCode.TokenExpired);

    [Fact]
    public async Task A_contradiction_is_rejected_at_each_use_and_its_event_names_the_signed_subject()
    {
        var sink = new RecordingAuditSink();
        await using var host = new TestHost(_issuer, null, _keys.Trust, builder => builder.AddAuditSink(sink, AuditDelivery.Required));
        var token = Encrypt("sub", "\"other\"", _issuer.Token());

        for (var use = 0; use < 2; use++)
        {
            (await host.ValidateAsync(token)).Error.Should().Be(new JwtError(JwtErrorCode.HeaderClaimMismatch, "sub"));
        }

        sink.Events.Should().HaveCount(2).And.OnlyContain(rejection =>
            rejection.Subject == "user-42" && rejection.ReasonCode == JwtErrorCode.HeaderClaimMismatch && rejection.ReasonMember == "sub");
    }

    [Fact]
    public async Task The_header_of_a_token_that_is_only_signed_may_contain_any_of_them()
    {
        await using var host = new TestHost(_issuer);

        (await host.ValidateAsync(_issuer.Token(header => header["sub"] = "other"))).IsValid.Should().BeTrue();
    }

    private static void WithoutAudience(JsonObject claims)
    {
        claims.Remove("aud");
        claims["client_id"] = TestIssuer.Audience;
    }

    private async Task<JwtError> ValidateAsync(
        string name, string value, Action<JsonObject>? claims = null, Action<TrustedIssuer>? trust = null)
    {
        await using var host = new TestHost(_issuer, trust, _keys.Trust);
        return (await host.ValidateAsync(Encrypt(name, value, _issuer.Token(claims: claims)))).Error;
    }

    private string Encrypt(string name, string value, string token)
    {
        var header = $$"""{"alg":"RSA-OAEP-256","enc":"A256GCM","kid":"rsa-enc","{{name}}":{{value}}}""";
        return RawJwe.Rsa(header, _keys.Rsa, "A256GCM", token);
    }
}

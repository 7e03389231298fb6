using System.Text.Json.Nodes;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Claims;

public sealed class ClaimsSetTests : IDisposable
{
    private readonly TestIssuer _issuer = new();

    public void Dispose() => _issuer.Dispose();

    [Fact]
    public async Task Registered_claims_are_properties()
    {
        var token = await AcceptAsync(
            claims => (claims["nbf"], claims["aud"]) = (1_768_478_399.5m, new JsonArray("x", TestIssuer.Audience)));
        var claims = token.Claims;

        claims.Issuer.Should().Be(TestIssuer.Name);
        claims.Subject.Should().Be("user-42");
        claims.Audiences.Should().Equal("x", TestIssuer.Audience);
        claims.Id.Should().Be("token-1");
        claims.ClientId.Should().Be("clinic-app");
        claims.IssuedAt.Should().Be(TestIssuer.Now);
        claims.ExpiresAt.Should().Be(TestIssuer.Now.AddMinutes(10));
        claims.NotBefore.Should().Be(TestIssuer.Now);
    }

    [Fact]
    public async Task Uses_azp_as_the_client_if_client_id_is_missing()
    {
        (await AcceptAsync(claims => claims["azp"] = "other")).ClientId.Should().Be("clinic-app");
        (await AcceptAsync(claims =>
        {
            claims.Remove("client_id");
            claims["azp"] = "other";
        })).ClientId.Should().Be("other");
        (await AcceptAsync(claims => claims.Remove("client_id"))).ClientId.Should().BeNull();
    }

    [Fact]
    public async Task Reads_other_claims_by_name_and_type()
    {
        var token = await AcceptAsync(claims =>
        {
            claims["text"] = "é\n\"";
            claims["number"] = 9_223_372_036_854_775_807L;
            claims["fraction"] = 1.5;
            claims["digits"] = "42";
            claims["list"] = new JsonArray("a", 1, "b", null, new JsonArray("c"));
            claims["nothing"] = null;
        });

        token.TryGetString("text", out var text).Should().BeTrue();
        text.Should().Be("é\n\"");
        token.TryGetInt64("number", out var number).Should().BeTrue();
        number.Should().Be(long.MaxValue);
        token.GetStrings("list").Should().Equal("a", "b");
        token.GetStrings("text").Should().Equal("é\n\"");
        token.TryGetString("number", out _).Should().BeFalse();
        token.TryGetString("missing", out _).Should().BeFalse();
        token.TryGetInt64("text", out _).Should().BeFalse();
        token.TryGetInt64("fraction", out _).Should().BeFalse();
        token.TryGetInt64("digits", out _).Should().BeFalse("a string of digits is not a number");
        token.TryGetInt64("missing", out _).Should().BeFalse();
        token.GetStrings("number").Should().BeEmpty();
        token.GetStrings("missing").Should().BeEmpty();
        token.Claims.Contains("text").Should().BeTrue();
        token.Claims.Contains("nothing").Should().BeFalse();
        token.Claims.Contains("Text").Should().BeFalse();
    }

    [Fact]
    public async Task Reads_each_claim_only_once()
    {
        var claims = (await AcceptAsync(_ => { })).Claims;

        claims.Issuer.Should().BeSameAs(claims.Issuer);
        claims.Subject.Should().BeSameAs(claims.Subject);
        claims.Audiences.Should().BeSameAs(claims.Audiences);
        claims.Id.Should().BeSameAs(claims.Id);
        claims.ClientId.Should().BeSameAs(claims.ClientId);
        (claims.Members == claims.Members).Should().BeTrue();
    }

    [Fact]
    public async Task Does_not_return_a_number_beyond_64_bits()
    {
        var token = await AcceptAsync(claims => claims["number"] = 9_223_372_036_854_775_808M);

        token.TryGetInt64("number", out _).Should().BeFalse();
    }

    [Fact]
    public async Task The_JSON_is_the_signed_text()
    {
        var token = await AcceptAsync(_ => { });

        System.Text.Encoding.UTF8.GetString(token.ClaimsJson.Span).Should().Be(TestIssuer.Claims().ToJsonString());
    }

    [Fact]
    public async Task Throws_for_a_null_name()
    {
        var token = await AcceptAsync(_ => { });

        token.Invoking(it => it.TryGetString(null!, out _)).Should().Throw<ArgumentNullException>();
    }

    private async Task<ValidatedJwt> AcceptAsync(Action<JsonObject> change)
    {
        await using var host = new TestHost(_issuer);
        var result = await host.ValidateAsync(_issuer.Token(claims: change));
        result.Error.Should().Be(JwtError.None);
        return result.Token!;
    }
}

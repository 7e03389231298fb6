using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using HipaaJwt.TokenIssuer.Issuing;
using HipaaJwt.TokenIssuer.Sessions;

namespace HipaaJwt.TokenIssuer.Tests.Issuing;

/// <summary>Claims are written by hand, so any JSON reader must find in them what was written.</summary>
public sealed class AccessTokenClaimsTests
{
    private static readonly DateTimeOffset Time = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    private readonly TokenWorkspace _workspace = new();

    public static TheoryData<string> Texts =>
    [
        "dr.rivera",
        string.Empty,
        " !#$%&'()*+,-./:;<=>?@[]^_`{|}~",
        "\"quoted\" and \\ and /",
        "\0\u0001\b\t\n\f\r\u001F\u007F\u0080\u009F\u2028\uFEFF",
        "Zoë Müller, 山田太郎, \U0001F469\u200D\u2695\uFE0F",
        "\"},\"sub\":\"admin",
        new string('x', 3_000) + "é" + new string('\\', 3_000),
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void Any_text_is_read_as_it_was_written(string text)
    {
        var claims = Write(Content(text));

        var json = JsonNode.Parse(claims)!.AsObject();
        foreach (var value in (JsonNode?[])[json["iss"], json["sub"], json["client_id"], json["jti"], json["acr"], json["act"]!["sub"]])
        {
            value!.GetValue<string>().Should().Be(text);
        }

        foreach (var values in (JsonNode?[])[json["aud"], json["roles"], json["amr"]])
        {
            values!.AsArray().Select(value => value!.GetValue<string>()).Should().Equal(text, "second");
        }

        json["scope"]!.GetValue<string>().Should().Be($"{text} second");
        json["ward"]!["name"]!.GetValue<string>().Should().Be(text);
    }

    [Fact]
    public void Half_of_a_surrogate_pair_is_replaced()
    {
        var claims = Write(Content("a\uD800b"));

        JsonNode.Parse(claims)!["sub"]!.GetValue<string>().Should().Be("a\uFFFDb");
    }

    [Fact]
    public void Claims_without_options_have_no_other_members()
    {
        var data = new SessionData { Subject = "u", ClientId = "c", Audiences = ["a"], AuthenticatedAt = Time };

        var claims = Write(new AccessTokenContent(data, [], [], null, null, TimeSpan.FromMinutes(5)));

        var now = Time.ToUnixTimeSeconds();
        Encoding.UTF8.GetString(claims).Should().Be(
            $$"""{"iss":"u","sub":"u","aud":"a","exp":{{now + 300}},"iat":{{now}},"jti":"u","client_id":"c","auth_time":{{now}}}""");
    }

    [Fact]
    public void Nothing_of_an_earlier_token_is_in_the_next_one()
    {
        Write(Content("an earlier, longer text"));
        _workspace.TryReset();

        var claims = Write(Content("x"));

        JsonDocument.Parse(claims).RootElement.GetProperty("ward").GetProperty("name").GetString().Should().Be("x");
        Encoding.UTF8.GetString(claims).Should().NotContain("earlier");
    }

    private static AccessTokenContent Content(string text) => new(
        new SessionData
        {
            Subject = text,
            ClientId = text,
            Audiences = [text, "second"],
            AuthenticatedAt = Time,
            AuthenticationContext = text,
            AuthenticationMethods = [text, "second"],
            Actor = text,
            Claims = new JsonObject { ["ward"] = new JsonObject { ["name"] = text }, ["none"] = null },
        },
        [text, "second"],
        [text, "second"],
        "session",
        TokenBinding.ToKey(new string('A', 43)),
        TimeSpan.FromMinutes(5));

    private byte[] Write(AccessTokenContent content)
    {
        var subject = content.Data.Subject;
        AccessTokenClaims.Write(_workspace, AccessTokenClaims.StartOf(subject), content, subject, Time);
        return _workspace.Claims.Written.ToArray();
    }
}

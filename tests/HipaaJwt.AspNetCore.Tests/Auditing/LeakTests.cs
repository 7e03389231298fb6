using System.Text.Json.Nodes;
using HipaaJwt.AspNetCore.Tests.Support;
using HipaaJwt.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.AspNetCore.Tests.Auditing;

/// <summary>A canary in every claim and header, for every way a request can go: it may be in the trail, and nowhere else.</summary>
public sealed class LeakTests
{
    private const string Canary = "canary-8e1f";

    public static TheoryData<string, bool> Ways { get; } = new(
        from way in new[] { "good", "poor", "expired", "audience", "issuer", "kid", "typ", "alg", "signature", "duplicate", "claim", "twice" }
        from dropIn in new[] { false, true }
        select (way, dropIn));

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Nothing_of_a_token_reaches_the_answer_or_the_log(string way, bool dropIn)
    {
        await using var server = await ClinicServer.StartAsync(
            map: app => app.MapGet("/anything", () => "ok").RequireAuthorization(policy => policy.RequireClaim("no-such-claim")),
            authenticate: builder => _ = dropIn ? builder.AddJwtBearer().UseHipaaJwtTokenHandler() : builder.AddHipaaJwtBearer());
        var token = TokenFor(server.Issuer, way);

        RawResponse[] answers =
        [
            await server.GetChartAsync(way == "twice" ? token + " " + token : token),
            await server.GetAsync("/anything", token),
        ];

        server.Events.Should().NotBeEmpty();
        server.Log.Lines.Should().Contain(line => line.Level == LogLevel.Trace).And.Contain(line => line.Text.Contains("/patients/7/chart", StringComparison.Ordinal));
        string[] secrets = [Canary, .. token.Split('.').Where(segment => segment.Length > 0)];
        var all = string.Join('\n', [.. answers.Select(answer => answer.Text), .. server.Log.Lines.Select(line => line.Text)]);
        secrets.Should().OnlyContain(secret => !all.Contains(secret, StringComparison.Ordinal));
        foreach (var code in Enum.GetNames<JwtErrorCode>().Where(code => code != nameof(JwtErrorCode.None)))
        {
            answers.Should().OnlyContain(answer => !answer.Text.Contains(code, StringComparison.Ordinal));
        }
    }

    private static string TokenFor(TestIssuer issuer, string way)
    {
        var (header, claims) = (TestIssuer.Header(), TestIssuer.Claims());
        foreach (var name in new[] { "sub", "jti", "client_id", "scope", "name", "patient", Canary })
        {
            claims[name] = Canary + "-" + name;
        }

        claims["roles"] = new JsonArray(Canary, way == "poor" ? "clerk" : "physician");
        Spoil(header, claims, way);
        var text = way == "duplicate" ? claims.ToJsonString().Insert(1, $"\"{Canary}\":1,") : claims.ToJsonString();
        var token = issuer.Sign(header.ToJsonString(), text);
        return way == "signature" ? token[..^8] + "AAAAAAAA" : token;
    }

    private static void Spoil(JsonObject header, JsonObject claims, string way)
    {
        switch (way)
        {
            case "expired":
                claims["exp"] = TestIssuer.Now.AddHours(-1).ToUnixTimeSeconds();
                break;
            case "audience":
                claims["aud"] = Canary;
                break;
            case "issuer":
                claims["iss"] = "https://" + Canary;
                break;
            case "claim":
                claims["exp"] = Canary;
                break;
            case "kid" or "typ" or "alg":
                header[way] = Canary;
                break;
            default:
                break;
        }
    }
}

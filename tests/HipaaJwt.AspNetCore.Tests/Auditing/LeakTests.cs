using System.Text.Json.Nodes;
using HipaaJwt.AspNetCore.Tests.Support;
using HipaaJwt.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HipaaJwt.AspNetCore.Tests.Auditing;

/// <summary>Puts a canary into every claim and header, for every outcome of a request. Only audit events may contain it.</summary>
public sealed class LeakTests
{
    private const string Canary = "canary-8e1f";

    public static TheoryData<string, bool> Cases { get; } = new(
        from testCase in new[]
        {
            "valid", "no permission", "expired", "audience", "issuer", "kid", "typ", "alg", "signature", "duplicate", "claim", "two tokens",
        }
        from dropIn in new[] { false, true }
        select (testCase, dropIn));

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_response_and_the_log_contain_nothing_of_a_token(string testCase, bool dropIn)
    {
        await using var server = await ClinicServer.StartAsync(
            map: app => app.MapGet("/anything", () => "ok").RequireAuthorization(policy => policy.RequireClaim("no-such-claim")),
            authenticate: builder => _ = dropIn ? builder.AddJwtBearer().UseHipaaJwtTokenHandler() : builder.AddHipaaJwtBearer());
        var token = TokenFor(server.Issuer, testCase);

        RawResponse[] responses =
        [
            await server.GetChartAsync(testCase == "two tokens" ? token + " " + token : token),
            await server.GetAsync("/anything", token),
        ];

        server.Events.Should().NotBeEmpty();
        server.Log.Lines.Should().Contain(line => line.Level == LogLevel.Trace)
            .And.Contain(line => line.Text.Contains("/patients/7/chart", StringComparison.Ordinal));
        string[] secrets = [Canary, .. token.Split('.').Where(segment => segment.Length > 0)];
        var all = string.Join('\n', [.. responses.Select(response => response.Text), .. server.Log.Lines.Select(line => line.Text)]);
        secrets.Should().OnlyContain(secret => !all.Contains(secret, StringComparison.Ordinal));
        foreach (var code in Enum.GetNames<JwtErrorCode>().Where(code => code != nameof(JwtErrorCode.None)))
        {
            responses.Should().OnlyContain(response => !response.Text.Contains(code, StringComparison.Ordinal));
        }
    }

    private static string TokenFor(TestIssuer issuer, string testCase)
    {
        var (header, claims) = (TestIssuer.Header(), TestIssuer.Claims());
        foreach (var name in new[] { "sub", "jti", "client_id", "scope", "name", "patient", Canary })
        {
            claims[name] = Canary + "-" + name;
        }

        claims["roles"] = new JsonArray(Canary, testCase == "no permission" ? "clerk" : "physician");
        ApplyFault(header, claims, testCase);
        var text = testCase == "duplicate" ? claims.ToJsonString().Insert(1, $"\"{Canary}\":1,") : claims.ToJsonString();
        var token = issuer.Sign(header.ToJsonString(), text);
        return testCase == "signature" ? token[..^8] + "AAAAAAAA" : token;
    }

    private static void ApplyFault(JsonObject header, JsonObject claims, string testCase)
    {
        switch (testCase)
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
                header[testCase] = Canary;
                break;
            default:
                break;
        }
    }
}

using System.CommandLine;
using System.Text.Json.Nodes;
using HipaaJwt.Tool.Commands;
using HipaaJwt.Tool.Results;
using HipaaJwt.Tool.Terminal;

namespace HipaaJwt.Tool.Tokens;

/// <summary><c>token inspect</c>: shows what a token says, without checking it and without claims that may identify a patient.</summary>
internal static class TokenInspectCommand
{
    private const string Unverified = "UNVERIFIED: the signature was not checked, so anybody can have written this. Do not trust it.";

    public static Command Create(ToolRunner runner)
    {
        var input = new TokenInput();
        var command = new Command("inspect", "Show the header, the claims and the times of a token. Nothing is verified.");
        input.AddTo(command);
        return runner.Bind(
            command,
            async (parsed, cancellation) =>
            {
                var text = await input.ReadAsync(parsed, runner.Environment, cancellation).ConfigureAwait(false);
                return Inspect(text, runner.Environment.Time.GetUtcNow()) with { Warnings = input.WarningsOf(parsed) };
            },
            "hipaa-jwt token inspect < token.txt",
            "hipaa-jwt token inspect --file token.txt --json");
    }

    private static Report Inspect(Found<string> input, DateTimeOffset now) =>
        input.Is(out var text, out var failure) && UnverifiedToken.Parse(text).Is(out var token, out failure)
            ? Describe(token, now)
            : failure;

    private static Report Describe(UnverifiedToken token, DateTimeOffset now)
    {
        var mask = new ClaimMask();
        var (header, hiddenOfHeader) = mask.Apply(token.Header);
        var (claims, hiddenOfClaims) = token.Claims is null ? (null, []) : mask.Apply(token.Claims);
        string[] hidden = [.. hiddenOfHeader, .. hiddenOfClaims];
        (string Name, DateTimeOffset Time)[] times = token.Claims is null ? [] : [.. TokenTimes.Of(token.Claims)];
        string[] findings = [.. FindingsOf(token, times, now)];
        var text = new TextReport().Line(Unverified, Tone.Warning).Line("Header", Tone.Strong).Pairs(PairsOf(header));
        AddClaims(text, claims);
        text.Line("Times", Tone.Strong).Pairs(times.Select(time => (time.Name, (string?)Age.WithTime(time.Time, now))));
        foreach (var finding in findings)
        {
            text.Line(finding, Tone.Warning);
        }

        if (hidden.Length > 0)
        {
            text.Line($"Hidden, because they may identify a patient: {string.Join(", ", hidden)}", Tone.Quiet);
        }

        return new Report(ExitCode.Ok, text, new JsonObject
        {
            ["verified"] = false,
            ["notice"] = Unverified,
            ["encrypted"] = token.Claims is null,
            ["header"] = header,
            ["claims"] = claims,
            ["times"] = ToJson(times, now),
            ["findings"] = JsonList.Of(findings),
            ["hidden"] = JsonList.Of(hidden),
        });
    }

    private static void AddClaims(TextReport text, JsonObject? claims)
    {
        text.Line("Claims", Tone.Strong);
        if (claims is null)
        {
            text.Line("  The token is encrypted (JWE), so its claims cannot be shown.");
        }
        else
        {
            text.Pairs(PairsOf(claims));
        }
    }

    private static IEnumerable<(string, string?)> PairsOf(JsonObject json) => json.Select(member => (member.Key, TextOf(member.Value)));

    private static string? TextOf(JsonNode? value) =>
        value is JsonValue single && single.TryGetValue<string>(out var text) ? text : value?.ToJsonString() ?? "null";

    private static JsonObject ToJson(IEnumerable<(string Name, DateTimeOffset Time)> times, DateTimeOffset now)
    {
        var json = new JsonObject();
        foreach (var (name, time) in times)
        {
            json[name] = new JsonObject { ["time"] = time.UtcDateTime, ["secondsFromNow"] = (long)(time - now).TotalSeconds };
        }

        return json;
    }

    private static IEnumerable<string> FindingsOf(
        UnverifiedToken token, IReadOnlyList<(string Name, DateTimeOffset Time)> times, DateTimeOffset now)
    {
        if (token.HeaderText("alg") is not { } algorithm || algorithm.Equals("none", StringComparison.OrdinalIgnoreCase))
        {
            yield return "The token has no signature (alg none), so HipaaJwt rejects it.";
        }

        else if (!token.IsStrict)
        {
            yield return "The token is not in the only form of its base64url, so HipaaJwt rejects it.";
        }

        if (token.HeaderText("kid") is null)
        {
            yield return "The header has no kid, so HipaaJwt finds no key for it.";
        }

        if (token.Claims is not null && times.All(time => time.Name != "exp"))
        {
            yield return "The token has no exp, so HipaaJwt rejects it.";
        }

        if (times.FirstOrDefault(time => time.Name == "exp") is { Name: not null } expiry && expiry.Time <= now)
        {
            yield return $"The token expired {Age.Of(expiry.Time, now)}.";
        }

        if (times.FirstOrDefault(time => time.Name == "nbf") is { Name: not null } start && start.Time > now)
        {
            yield return $"The token is not valid yet: it becomes valid {Age.Of(start.Time, now)}.";
        }
    }
}

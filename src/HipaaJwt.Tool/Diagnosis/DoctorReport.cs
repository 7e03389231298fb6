using System.Text.Json.Nodes;
using HipaaJwt.Tool.Results;
using HipaaJwt.Tool.Terminal;
using HipaaJwt.Tool.Trusts;

namespace HipaaJwt.Tool.Diagnosis;

/// <summary>Writes a diagnosis.</summary>
internal static class DoctorReport
{
    private const string NotChecked =
        "Not checked, because code adds them: audit sinks, stores of revocations and replay, and further checks.";

    public static Report Of(
        IReadOnlyList<TrustedIssuer> issuers, IReadOnlyList<KeyResponse> responses, IReadOnlyList<Finding> findings, bool isStrict)
    {
        var problems = findings.Count(finding => finding.Severity == Severity.Problem);
        var warnings = findings.Count(finding => finding.Severity == Severity.Warning);
        var code = problems > 0 || (isStrict && warnings > 0) ? ExitCode.Invalid : ExitCode.Ok;
        var text = new TextReport().Line("Trusted issuers", Tone.Strong);
        foreach (var issuer in issuers)
        {
            text.Line("  " + NameOf(issuer)).Pairs(PairsOf(issuer).Select(pair => ("  " + pair.Name, (string?)pair.Value)));
        }

        AddList(text, "Published keys", TrustedKeys.Published(responses));
        text.Line("Findings", Tone.Strong);
        foreach (var finding in findings)
        {
            text.Line($"  {NameOf(finding.Severity),-7}  {finding.Topic}: {finding.Message}", ToneOf(finding.Severity));
        }

        text.Line(NotChecked, Tone.Quiet);
        text.Line($"Problems: {problems}, warnings: {warnings}", code == ExitCode.Ok ? Tone.Good : Tone.Bad);
        return new Report(code, text, new JsonObject
        {
            ["problems"] = problems,
            ["warnings"] = warnings,
            ["issuers"] = JsonList.Of(issuers.Select(ToJson)),
            ["publishedKeys"] = JsonList.Of(TrustedKeys.Published(responses)),
            ["findings"] = JsonList.Of(findings.Select(ToJson)),
            ["notChecked"] = NotChecked,
        });
    }

    private static void AddList(TextReport text, string title, IEnumerable<string> lines)
    {
        string[] all = [.. lines];
        if (all.Length > 0)
        {
            text.Line(title, Tone.Strong);
            foreach (var line in all)
            {
                text.Line("  " + line);
            }
        }
    }

    private static IEnumerable<(string Name, string Value)> PairsOf(TrustedIssuer issuer)
    {
        yield return ("audiences", string.Join(", ", issuer.Audiences));
        yield return ("algorithms", string.Join(", ", issuer.Algorithms));
        yield return ("token types", string.Join(", ", issuer.TokenTypes));
        yield return ("keys from", AddressOf(issuer) ?? "the settings");
        foreach (var key in TrustedKeys.PinnedOf(issuer))
        {
            yield return ("key", key);
        }
    }

    private static JsonNode ToJson(TrustedIssuer issuer) => new JsonObject
    {
        ["issuer"] = NameOf(issuer),
        ["audiences"] = JsonList.Of(issuer.Audiences),
        ["algorithms"] = JsonList.Of(issuer.Algorithms.Select(algorithm => algorithm.ToString())),
        ["tokenTypes"] = JsonList.Of(issuer.TokenTypes),
        ["keysFrom"] = AddressOf(issuer),
        ["pinnedKeys"] = JsonList.Of(TrustedKeys.PinnedOf(issuer)),
    };

    private static JsonNode ToJson(Finding finding) => new JsonObject
    {
        ["severity"] = NameOf(finding.Severity),
        ["topic"] = finding.Topic,
        ["message"] = finding.Message,
    };

    private static string? NameOf(TrustedIssuer issuer) => string.IsNullOrEmpty(issuer.Issuer) ? issuer.Authority : issuer.Issuer;

    private static string? AddressOf(TrustedIssuer issuer) => issuer.MetadataAddress ?? issuer.JwksUri ?? issuer.Authority;

    private static string NameOf(Severity severity) => severity switch
    {
        Severity.Ok => "ok",
        Severity.Warning => "warning",
        _ => "problem",
    };

    private static Tone ToneOf(Severity severity) => severity switch
    {
        Severity.Ok => Tone.Good,
        Severity.Warning => Tone.Warning,
        _ => Tone.Bad,
    };
}

using System.Globalization;
using System.Text.Json.Nodes;
using HipaaJwt.Tool.Results;
using HipaaJwt.Tool.Terminal;

namespace HipaaJwt.Tool.Verification;

/// <summary>Writes the result of a verification.</summary>
internal static class VerificationReport
{
    /// <summary>The streams in which this tool records its use have keys of their own.</summary>
    private const string ToolStreams = "hipaa-jwt/";

    private const string ToolHint =
        "Streams hipaa-jwt/… record the use of this tool. Each person who uses it has a key, audit-key.pem in ~/.config/hipaa-jwt or "
        + "%APPDATA%\\hipaa-jwt. Write its public half with hipaa-jwt audit keys public FILE > tool.pem, and add --key tool.pem.";

    public static Report Of(AuditLogVerification verification)
    {
        var code = CodeOf(verification);
        var text = new TextReport();
        foreach (var stream in verification.Streams)
        {
            Add(text, stream);
        }

        if (verification.Streams.Any(IsUnknownTool))
        {
            text.Line(ToolHint, Tone.Warning);
        }

        if (verification.Problem is { } problem)
        {
            text.Line(ProblemText.Of(problem), Tone.Bad);
        }

        text.Line(HeadlineOf(verification), code == ExitCode.Ok ? Tone.Good : Tone.Bad);
        return new Report(code, text, new JsonObject
        {
            ["verdict"] = verification.Verdict.ToString(),
            ["valid"] = verification.IsValid,
            ["streams"] = JsonList.Of(verification.Streams.Select(ToJson)),
            ["problem"] = ProblemText.ToJson(verification.Problem),
        });
    }

    private static bool IsUnknownTool(AuditLogStreamVerification stream) =>
        stream.Problem?.Code == AuditLogProblemCode.VerifierKeyMismatch
        && stream.Origin?.StartsWith(ToolStreams, StringComparison.Ordinal) == true;

    private static ExitCode CodeOf(AuditLogVerification verification) => verification switch
    {
        { Problem.Code: AuditLogProblemCode.DirectoryMissing or AuditLogProblemCode.Unreadable } => ExitCode.NotFound,
        { Verdict: AuditLogVerdict.Valid or AuditLogVerdict.ValidAfterAnchor } => ExitCode.Ok,
        { Verdict: AuditLogVerdict.NothingChecked } => ExitCode.NothingChecked,
        _ => ExitCode.Invalid,
    };

    private static string HeadlineOf(AuditLogVerification verification) => verification.Verdict switch
    {
        AuditLogVerdict.Valid => "OK: all events are genuine, and an anchor covers them all.",
        AuditLogVerdict.ValidAfterAnchor =>
            "OK: all events agree with the signed checkpoints. The holder of the signing key can have changed those after the last anchor.",
        AuditLogVerdict.NothingChecked => "NOTHING CHECKED. Do not treat the log as valid.",
        _ => "INVALID: the log was changed, is incomplete, or was signed by another key.",
    };

    private static void Add(TextReport text, AuditLogStreamVerification stream)
    {
        text.Line(stream.Origin ?? stream.Directory ?? "(unknown stream)", Tone.Strong).Pairs(
            ("verdict", stream.Verdict.ToString()),
            ("events", Number(stream.Events)),
            ("first index", stream.FirstIndex == 0 ? null : Number(stream.FirstIndex)),
            ("after the last anchor", Number(stream.EventsAfterAnchor)),
            ("after the last checkpoint", NumberOrNothing(stream.UnsignedEvents)),
            ("checkpoints", Number(stream.Checkpoints)),
            ("anchors", Number(stream.Anchors)),
            ("redacted", NumberOrNothing(stream.RedactedEvents)),
            ("void bytes", NumberOrNothing(stream.VoidBytes)));
        if (stream.Problem is { } problem)
        {
            text.Line("  " + ProblemText.Of(problem), Tone.Bad);
        }
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string? NumberOrNothing(long value) => value == 0 ? null : Number(value);

    private static JsonNode ToJson(AuditLogStreamVerification stream) => new JsonObject
    {
        ["origin"] = stream.Origin,
        ["directory"] = stream.Directory,
        ["verdict"] = stream.Verdict.ToString(),
        ["firstIndex"] = stream.FirstIndex,
        ["events"] = stream.Events,
        ["eventsAfterAnchor"] = stream.EventsAfterAnchor,
        ["unsignedEvents"] = stream.UnsignedEvents,
        ["bytes"] = stream.Bytes,
        ["checkpoints"] = stream.Checkpoints,
        ["anchors"] = stream.Anchors,
        ["redactedEvents"] = stream.RedactedEvents,
        ["voidBytes"] = stream.VoidBytes,
        ["problem"] = ProblemText.ToJson(stream.Problem),
    };
}

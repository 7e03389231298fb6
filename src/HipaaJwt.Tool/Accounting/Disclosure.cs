using System.Globalization;
using System.Text.Json.Nodes;

namespace HipaaJwt.Tool.Accounting;

/// <summary>One disclosure of a patient's data (45 CFR 164.528(b)(2)).</summary>
/// <param name="Entry">The record.</param>
/// <param name="Event">The event of the record.</param>
/// <param name="Proof">The name of the files of the proof, without extension; null if the event has no proof yet.</param>
/// <param name="Problem">Why the event has no proof; null if it has one.</param>
internal sealed record Disclosure(AuditLogEntry Entry, AuditEvent Event, string? Proof, string? Problem)
{
    public static readonly string[] Columns =
    [
        "date", "recipient", "user", "client", "description", "purpose", "labels", "emergency", "stream", "index", "proof", "problem",
    ];

    public IReadOnlyList<string?> Cells =>
    [
        Date, Recipient, Event.Subject, Event.ClientId, Description, Event.PurposeOfUse, string.Join(", ", Event.SecurityLabels),
        Event.IsEmergency ? "yes" : "no", Entry.Origin, Entry.Index.ToString(CultureInfo.InvariantCulture), Proof, Problem,
    ];

    private string Date => Event.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Who received the data: the named recipient, or the organization of the user, or the user.</summary>
    private string? Recipient => Event.Recipient ?? Event.Organization ?? Event.SubjectName ?? Event.Subject;

    private string Description => string.Join(' ', new[]
    {
        Event.Action?.ToString(), Event.ResourceType, string.Join(", ", Event.DataCategories), Event.Resource,
    }.Where(part => !string.IsNullOrEmpty(part)));

    public JsonObject ToJson() => new()
    {
        ["date"] = Event.Time.UtcDateTime,
        ["recipient"] = Recipient,
        ["user"] = Event.Subject,
        ["client"] = Event.ClientId,
        ["description"] = Description,
        ["purpose"] = Event.PurposeOfUse,
        ["labels"] = new JsonArray([.. Event.SecurityLabels.Select(label => (JsonNode)label)]),
        ["emergency"] = Event.IsEmergency,
        ["stream"] = Entry.Origin,
        ["index"] = Entry.Index,
        ["proof"] = Proof,
        ["problem"] = Problem,
    };
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace HipaaJwt.Tool.Reading;

/// <summary>Writes events of a log.</summary>
internal static class EventText
{
    public static readonly string[] Headers =
        ["TIME", "STREAM", "INDEX", "TYPE", "OUTCOME", "REASON", "USER", "PATIENT", "ACTION", "RESOURCE"];

    public static IReadOnlyList<string?> RowOf(AuditLogEntry entry)
    {
        var index = entry.Index.ToString(CultureInfo.InvariantCulture);
        return entry.Event is not { } auditEvent
            ? [string.Empty, entry.Origin, index, entry.IsRedacted ? "(redacted)" : "(unknown schema)", null, null, null, null, null, null]
            :
            [
                auditEvent.Time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
                entry.Origin,
                index,
                auditEvent.Type.ToString(),
                auditEvent.Outcome.ToString(),
                ReasonOf(auditEvent),
                auditEvent.Subject,
                auditEvent.Patient,
                auditEvent.Action is { } action ? ((char)action).ToString() : null,
                ResourceOf(auditEvent),
            ];
    }

    /// <summary>One line for a stream of events.</summary>
    public static string LineOf(AuditLogEntry entry) => string.Join("  ", RowOf(entry).Where(cell => !string.IsNullOrEmpty(cell)));

    /// <summary>The record as it is stored, with its place.</summary>
    public static JsonObject ToJson(AuditLogEntry entry) => new()
    {
        ["stream"] = entry.Origin,
        ["index"] = entry.Index,
        ["redacted"] = entry.IsRedacted,
        ["event"] = entry.IsRedacted ? null : Parse(entry.Json),
    };

    private static JsonNode? Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonNode.Parse(json.Span);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? ReasonOf(AuditEvent auditEvent) => auditEvent.ReasonCode == JwtErrorCode.None
        ? null
        : new JwtError(auditEvent.ReasonCode, auditEvent.ReasonMember).ToString();

    private static string? ResourceOf(AuditEvent auditEvent)
    {
        var resource = string.Join(
            ' ', new[] { auditEvent.Resource, auditEvent.ResourceType, auditEvent.ResourceId }.Where(part => part is not null));
        return resource.Length == 0 ? null : resource;
    }
}

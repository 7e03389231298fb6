using System.Text.Json;

namespace HipaaJwt.AuditLog.Verification;

/// <summary>What a record says about the log itself. All schema versions have these members.</summary>
internal readonly record struct LifecycleFields(string? Type, string? ResourceType, string? ResourceId, string? Resource)
{
    /// <summary>Reads the members of a record. Those that are missing or no texts are null.</summary>
    public static LifecycleFields Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            using var document = JsonDocument.ParseValue(ref reader);
            var record = document.RootElement;
            return record.ValueKind == JsonValueKind.Object
                ? new LifecycleFields(
                    Text(record, "type"), Text(record, "resourceType"), Text(record, "resourceId"), Text(record, "resource"))
                : default;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return default;
        }
    }

    private static string? Text(JsonElement record, string name) =>
        record.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

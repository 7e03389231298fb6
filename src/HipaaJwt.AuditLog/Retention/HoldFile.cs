using System.Buffers;
using System.Text.Json;

namespace HipaaJwt.AuditLog.Retention;

/// <summary>The file of a hold: <c>name.hold</c>, one JSON object with <c>since</c> and <c>reason</c>.</summary>
internal static class HoldFile
{
    public const string Extension = ".hold";

    private const int MaxNameLength = 64;
    private const int MaxLength = 16 * 1024;

    public static bool IsName(string? name) =>
        name is { Length: > 0 and <= MaxNameLength }
        && name[0] != '.'
        && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.');

    public static byte[] Write(AuditLogHold hold)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (hold.Since is { } since)
            {
                json.WriteString("since", since.UtcDateTime);
            }

            if (hold.Reason is { } reason)
            {
                json.WriteString("reason", reason);
            }

            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads a file. A file that is malformed, too large or unreadable is a hold without a time and a reason.</summary>
    public static AuditLogHold Read(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        try
        {
            var file = new FileInfo(path);
            if (file.Length <= MaxLength)
            {
                using var document = JsonDocument.Parse(File.ReadAllBytes(path));
                var root = document.RootElement;
                DateTimeOffset? since = root.TryGetProperty("since", out var time) ? time.GetDateTimeOffset() : null;
                return new AuditLogHold(name, since, root.TryGetProperty("reason", out var reason) ? reason.GetString() : null);
            }
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException or FormatException)
        {
            // The file exists, so the hold is in effect.
        }

        return new AuditLogHold(name, null, null);
    }
}

using System.Text.Json;
using System.Text.Unicode;

namespace HipaaJwt.Fuzz.Targets;

/// <summary>
/// The platform's reader of JSON, held to what the library promises: one object, no duplicates, valid UTF-8, and every
/// string can be read.
/// </summary>
internal static class JsonOracle
{
    /// <summary>What <c>StrictJson</c> allows; written again here, for whoever changes it should look at both.</summary>
    private const int MaxDepth = 16;

    /// <summary>The object, or null where there is none that all parsers would read alike.</summary>
    public static JsonDocument? Read(ReadOnlySpan<byte> json, bool allowDuplicates = false)
    {
        if (!Utf8.IsValid(json))
        {
            return null;
        }

        JsonDocument? document = null;
        try
        {
            var options = new JsonDocumentOptions { AllowDuplicateProperties = allowDuplicates, MaxDepth = MaxDepth };
            document = JsonDocument.Parse(json.ToArray(), options);
            ReadStrings(document.RootElement);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document;
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Half a character in an escape shows only when the text is asked for, and then not as a fault of JSON.
        }

        document?.Dispose();
        return null;
    }

    /// <summary>Whether a text is so wide or deep that a reader with room for so many members may refuse it for that alone.</summary>
    public static bool IsComplex(ReadOnlySpan<byte> json, int members) =>
        json.Count((byte)'"') > 2 * members || json.Count((byte)'{') + json.Count((byte)'[') > MaxDepth;

    private static void ReadStrings(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                _ = element.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    ReadStrings(item);
                }

                break;
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    _ = member.Name;
                    ReadStrings(member.Value);
                }

                break;
        }
    }
}

using System.Text.Json;
using System.Text.Unicode;

namespace HipaaJwt.Fuzz.Targets;

/// <summary>
/// The platform's JSON reader with the rules of the library: one object, no duplicate members, valid UTF-8, and only valid
/// strings.
/// </summary>
internal static class JsonOracle
{
    /// <summary>The maximum depth of <c>StrictJson</c>, repeated here so that a change of the library fails a check.</summary>
    private const int MaxDepth = 16;

    /// <summary>Reads an object; null if not all parsers would read it in the same way.</summary>
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
            // The reader reports a lone surrogate only when the string is read, with an InvalidOperationException.
        }

        document?.Dispose();
        return null;
    }

    /// <summary>Whether the text is so wide or deep that a reader with this member limit may reject it as too complex.</summary>
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

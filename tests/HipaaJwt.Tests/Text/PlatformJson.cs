using System.Text.Json;
using System.Text.Unicode;
using HipaaJwt.Text;

namespace HipaaJwt.Tests.Text;

/// <summary>The platform's JSON reader, as the reference for <see cref="StrictJson"/>.</summary>
internal static class PlatformJson
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = StrictJson.MaxDepth };

    /// <summary>
    /// Whether the text is one object without duplicates. The platform checks UTF-8 and surrogates only when a value is read, so every
    /// value is read.
    /// </summary>
    public static bool AcceptsObject(byte[] json)
    {
        if (!Utf8.IsValid(json))
        {
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object && CanReadAll(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static bool CanReadAll(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().All(member => member.Name is not null && CanReadAll(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().All(CanReadAll),
        JsonValueKind.String => element.GetString() is not null,
        _ => true,
    };
}

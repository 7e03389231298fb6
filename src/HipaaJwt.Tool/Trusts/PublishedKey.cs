using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text.Json;

namespace HipaaJwt.Tool.Trusts;

/// <summary>A key of a JWK Set (RFC 7517 section 5), as an issuer publishes it.</summary>
/// <param name="KeyId">The <c>kid</c>; null if it has none.</param>
/// <param name="Kind">The type and the strength, such as <c>RSA 2048</c> or <c>EC P-256</c>.</param>
/// <param name="Use">The <c>use</c>; null if it has none.</param>
/// <param name="Algorithm">The <c>alg</c>; null if it has none.</param>
internal sealed record PublishedKey(string? KeyId, string Kind, string? Use, string? Algorithm)
{
    /// <summary>Reads the keys of a JWK Set. What is no key set has no keys.</summary>
    public static ImmutableArray<PublishedKey> ReadSet(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("keys", out var keys) && keys.ValueKind == JsonValueKind.Array
                ? [.. keys.EnumerateArray().Where(key => key.ValueKind == JsonValueKind.Object).Select(Read)]
                : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static PublishedKey Read(JsonElement key) => new(Text(key, "kid"), KindOf(key), Text(key, "use"), Text(key, "alg"));

    private static string KindOf(JsonElement key) => Text(key, "kty") switch
    {
        "RSA" => $"RSA {BitsOf(Text(key, "n"))}",
        "oct" => "oct (a shared secret)",
        { } type => $"{type} {Text(key, "crv")}".TrimEnd(),
        null => "(no kty)",
    };

    /// <summary>The length of a modulus in bits.</summary>
    private static int BitsOf(string? modulus)
    {
        if (modulus is null || !Base64Url.IsValid(modulus))
        {
            return 0;
        }

        var bytes = Base64Url.DecodeFromChars(modulus).AsSpan().TrimStart((byte)0);
        return bytes.IsEmpty ? 0 : (bytes.Length * 8) - byte.LeadingZeroCount(bytes[0]);
    }

    private static string? Text(JsonElement key, string name) =>
        key.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

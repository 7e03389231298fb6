using System.Text;
using System.Text.Json;

namespace HipaaJwt.Tests.Conformance.Differential;

/// <summary>Tokens that this library accepts and the Microsoft handler rejects, with the reason.</summary>
internal static class KnownDifference
{
    private static readonly (string Reason, Func<JsonElement, JsonElement, bool> Applies)[] All =
    [
        (
            "x5t and cty are ignored here; the handler requires strings",
            (header, _) => IsNotString(header, "x5t") || IsNotString(header, "cty")),
    ];

    public static string? ReasonFor(byte[] acceptedToken)
    {
        var segments = Encoding.ASCII.GetString(acceptedToken).Split('.');
        using var header = JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(segments[0]));
        using var claims = JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(segments[1]));
        return All.FirstOrDefault(known => known.Applies(header.RootElement, claims.RootElement)).Reason;
    }

    private static bool IsNotString(JsonElement header, string name) =>
        header.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.String;
}

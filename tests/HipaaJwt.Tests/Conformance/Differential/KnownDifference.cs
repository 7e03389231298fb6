using System.Text;
using System.Text.Json;

namespace HipaaJwt.Tests.Conformance.Differential;

/// <summary>What we accept and Microsoft's handler refuses, each with the reason why we are right.</summary>
internal static class KnownDifference
{
    private static readonly (string Reason, Func<JsonElement, JsonElement, bool> Applies)[] All =
    [
        ("x5t and cty are of no account here, whatever their type; the handler takes only strings for them", (header, _) => IsNoString(header, "x5t") || IsNoString(header, "cty")),
    ];

    public static string? ReasonFor(byte[] acceptedToken)
    {
        var segments = Encoding.ASCII.GetString(acceptedToken).Split('.');
        using var header = JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(segments[0]));
        using var claims = JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(segments[1]));
        return All.FirstOrDefault(known => known.Applies(header.RootElement, claims.RootElement)).Reason;
    }

    private static bool IsNoString(JsonElement header, string name) =>
        header.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.String;
}

using System.Text.Json;

namespace HipaaJwt.Fuzz.Targets;

/// <summary>The rules of a claims set, implemented with the platform's JSON. A registered claim has its type or is absent.</summary>
internal static class ClaimsOracle
{
    public static readonly string[] Names = ["iss", "sub", "jti", "client_id", "azp"];
    public static readonly string[] Dates = ["exp", "nbf", "iat"];

    public static bool IsWellFormed(JsonElement claims) =>
        Names.All(name => !claims.TryGetProperty(name, out var value) || IsIdentifier(value))
        && Dates.All(name => !claims.TryGetProperty(name, out var value) || DateOracle.TryRead(value, out _))
        && (!claims.TryGetProperty("aud", out var audience) || IsAudience(audience));

    public static string? Text(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>Gets the values of a claim: a string, or the strings of an array.</summary>
    public static IEnumerable<string> Texts(JsonElement claims, string name) => !claims.TryGetProperty(name, out var value) ? []
        : value.ValueKind == JsonValueKind.String ? [value.GetString()!]
        : value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Where(IsString).Select(item => item.GetString()!)
        : [];

    public static DateOracle? Date(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && DateOracle.TryRead(value, out var date) ? date : null;

    private static bool IsString(JsonElement value) => value.ValueKind == JsonValueKind.String;

    private static bool IsIdentifier(JsonElement value) => IsString(value) && JsonAgreement.IsIdentifier(value.GetString()!);

    private static bool IsAudience(JsonElement value) => value.ValueKind == JsonValueKind.Array
        ? value.GetArrayLength() > 0 && value.EnumerateArray().All(IsIdentifier)
        : IsIdentifier(value);
}

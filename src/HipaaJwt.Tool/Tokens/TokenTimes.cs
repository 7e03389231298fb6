using System.Globalization;
using System.Text.Json.Nodes;

namespace HipaaJwt.Tool.Tokens;

/// <summary>The times of a token (NumericDate, RFC 7519 section 2) and how far they are from now.</summary>
internal static class TokenTimes
{
    private static readonly string[] Names = ["iat", "nbf", "auth_time", "exp"];

    public static IEnumerable<(string Name, DateTimeOffset Time)> Of(JsonObject claims)
    {
        foreach (var name in Names)
        {
            if (claims[name] is JsonValue value && value.TryGetValue<double>(out var seconds) && IsTime(seconds))
            {
                yield return (name, DateTimeOffset.FromUnixTimeSeconds((long)Math.Floor(seconds)));
            }
        }
    }

    private static bool IsTime(double seconds) =>
        seconds >= DateTimeOffset.MinValue.ToUnixTimeSeconds() && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds();
}

using HipaaJwt.Text;

namespace HipaaJwt.Claims;

/// <summary>
/// What the issuer says of how and when the user authenticated (RFC 9068, section 2.2.1). It is read when it is asked for; what
/// is malformed proves nothing and counts as missing.
/// </summary>
internal static class AuthenticationClaims
{
    public static NumericDate? Time(ClaimsSet claims) =>
        claims.TryFind("auth_time"u8, out var value) && value.Kind == JsonKind.Number && NumericDate.TryParse(value.RawIn(claims.JsonSpan), out var time)
            ? time
            : null;

    public static string? Context(ClaimsSet claims) =>
        claims.TryFind("acr"u8, out var value) && IdentifierText.IsValid(claims.JsonSpan, value) ? JsonText.GetString(claims.JsonSpan, value) : null;

    /// <summary>A single text is not the array that RFC 8176 demands.</summary>
    public static IReadOnlyList<string> Methods(ClaimsSet claims) =>
        claims.TryFind("amr"u8, out var value) && value.Kind == JsonKind.Array && RegisteredClaims.IsNameOrNames(claims.JsonSpan, value)
            ? claims.GetStrings(ClaimNames.AuthenticationMethods)
            : [];

    /// <summary>Whether the user authenticated at most this long ago, and not in the future, give or take the skew.</summary>
    public static bool IsFresh(NumericDate? time, TimeSpan maxAge, DateTimeOffset now, TimeSpan skew) =>
        time is { } known && now - known.Floor - skew <= maxAge && known.Ceiling - now <= skew;
}

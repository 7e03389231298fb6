using HipaaJwt.Text;

namespace HipaaJwt.Claims;

/// <summary>
/// Reads the authentication claims <c>auth_time</c>, <c>acr</c> and <c>amr</c> (RFC 9068, section 2.2.1). A malformed claim counts as
/// missing.
/// </summary>
internal static class AuthenticationClaims
{
    public static NumericDate? GetTime(ClaimsSet claims) =>
        claims.TryFind("auth_time"u8, out var value)
        && value.Kind == JsonKind.Number
        && NumericDate.TryParse(value.RawIn(claims.JsonSpan), out var time)
            ? time
            : null;

    public static string? GetContext(ClaimsSet claims) =>
        claims.TryFind("acr"u8, out var value) && IdentifierText.IsValid(claims.JsonSpan, value)
            ? JsonText.GetString(claims.JsonSpan, value)
            : null;

    /// <summary>Gets the methods. A single string counts as missing, because RFC 8176 requires an array.</summary>
    public static IReadOnlyList<string> GetMethods(ClaimsSet claims) =>
        claims.TryFind("amr"u8, out var value)
        && value.Kind == JsonKind.Array
        && IdentifierText.IsOneOrMore(claims.JsonSpan, value)
            ? claims.GetStrings(ClaimNames.AuthenticationMethods)
            : [];

    /// <summary>Whether the authentication is at most <paramref name="maxAge"/> old and not in the future, within the clock skew.</summary>
    public static bool IsFresh(NumericDate? time, TimeSpan maxAge, DateTimeOffset now, TimeSpan skew) =>
        time is { } known && now - known.Floor - skew <= maxAge && known.Ceiling - now <= skew;
}

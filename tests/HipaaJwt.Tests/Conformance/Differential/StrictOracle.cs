using System.Text;
using System.Text.Json;

namespace HipaaJwt.Tests.Conformance.Differential;

/// <summary>
/// A second implementation of the rules that shares no code with the library. It is slow and easy to compare with RFC 7515, 7519, 8725
/// and 9068.
/// </summary>
internal sealed class StrictOracle
{
    private const int MaxHeaderMembers = 32;
    private const int MaxClaims = 1024;

    private static readonly string[] NotAllowed = ["crit", "jwk", "jku", "x5u", "x5c", "b64", "zip", "enc"];
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Trusted _trusted;

    public StrictOracle(Trusted trusted) => _trusted = trusted;

    public bool Accepts(byte[] token)
    {
        if (token.Length > Trusted.MaxTokenBytes || !Array.TrueForAll(token, one => one < 0x80))
        {
            return false;
        }

        var segments = Encoding.ASCII.GetString(token).Split('.');
        if (segments.Length != 3 || segments.Any(segment => Decode(segment) is null))
        {
            return false;
        }

        using var header = Parse(Decode(segments[0])!, MaxHeaderMembers);
        return header is not null
            && KeyFor(header.RootElement, Decode(segments[1])!) is { } key
            && key.Verify(Encoding.ASCII.GetBytes($"{segments[0]}.{segments[1]}"), Decode(segments[2])!)
            && AcceptsClaims(Decode(segments[1])!, key);
    }

    private static byte[]? Decode(string segment)
    {
        if (segment.Length == 0
            || segment.Length % 4 == 1
            || !segment.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'))
        {
            return null;
        }

        var base64 = segment.Replace('-', '+').Replace('_', '/');
        var bytes = Convert.FromBase64String(base64.PadRight((segment.Length + 3) / 4 * 4, '='));
        return Convert.ToBase64String(bytes).TrimEnd('=') == base64 ? bytes : null;
    }

    private static JsonDocument? Parse(byte[] utf8, int maxMembers)
    {
        JsonDocument? document = null;
        try
        {
            StrictUtf8.GetString(utf8);
            document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = 16, AllowDuplicateProperties = false });
            if (document.RootElement.ValueKind == JsonValueKind.Object && OpenMembers(document.RootElement) <= maxMembers)
            {
                return document;
            }
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or InvalidOperationException)
        {
        }

        document?.Dispose();
        return null;
    }

    /// <summary>The largest number of members in open objects. Each string is read too, which finds lone surrogates.</summary>
    private static int OpenMembers(JsonElement element)
    {
        var open = 0;
        var max = 0;
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    _ = member.Name.Length;
                    open++;
                    max = Math.Max(max, open + OpenMembers(member.Value));
                }

                return max;
            case JsonValueKind.Array:
                return element.EnumerateArray().Select(OpenMembers).DefaultIfEmpty(0).Max();
            case JsonValueKind.String:
                element.GetString();
                return 0;
            default:
                return 0;
        }
    }

    private TrustedKey? KeyFor(JsonElement header, byte[] claims)
    {
        if (NotAllowed.Any(name => header.TryGetProperty(name, out _))
            || !header.TryGetProperty("alg", out var alg) || alg.ValueKind != JsonValueKind.String
            || !header.TryGetProperty("typ", out var typ) || !IsIdentifier(typ) || !IsAccessToken(typ.GetString()!))
        {
            return null;
        }

        var keys = _trusted.Keys.Where(key => key.Algorithm == alg.GetString()).ToList();
        if (!header.TryGetProperty("kid", out var kid))
        {
            return IssuerOf(claims) is { } issuer && keys.FindAll(key => key.Issuer == issuer) is [var only] ? only : null;
        }

        return IsIdentifier(kid) ? keys.SingleOrDefault(key => key.Id == kid.GetString()) : null;
    }

    private static string? IssuerOf(byte[] utf8)
    {
        using var claims = Parse(utf8, MaxClaims);
        return claims?.RootElement.TryGetProperty("iss", out var issuer) is true && IsIdentifier(issuer) ? issuer.GetString() : null;
    }

    private static bool IsAccessToken(string type) =>
        type.Equals("at+jwt", StringComparison.OrdinalIgnoreCase) || type.Equals("application/at+jwt", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a value is a non-empty string without control characters.</summary>
    private static bool IsIdentifier(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text && !text.Any(char.IsControl);

    private static bool AcceptsClaims(byte[] utf8, TrustedKey key)
    {
        using var document = Parse(utf8, MaxClaims);
        if (document is null)
        {
            return false;
        }

        var claims = document.RootElement;
        string[] optional = ["client_id", "azp"];
        return claims.TryGetProperty("iss", out var iss) && IsIdentifier(iss) && iss.GetString() == key.Issuer
            && claims.TryGetProperty("sub", out var sub) && IsIdentifier(sub)
            && claims.TryGetProperty("jti", out var jti) && IsIdentifier(jti)
            && optional.All(name => !claims.TryGetProperty(name, out var value) || IsIdentifier(value))
            && claims.TryGetProperty("aud", out var aud) && IsAllowedAudience(aud)
            && !claims.TryGetProperty("cnf", out _)
            && OracleDate.AcceptsLifetime(claims);
    }

    private static bool IsAllowedAudience(JsonElement audience)
    {
        JsonElement[] all = audience.ValueKind == JsonValueKind.Array ? [.. audience.EnumerateArray()] : [audience];
        return all.All(IsIdentifier) && all.Any(one => Trusted.Audiences.Contains(one.GetString()));
    }
}

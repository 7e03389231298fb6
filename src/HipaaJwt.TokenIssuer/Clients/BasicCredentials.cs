using System.Diagnostics.CodeAnalysis;
using HipaaJwt.TokenIssuer.Requests;

namespace HipaaJwt.TokenIssuer.Clients;

/// <summary>Reads the identifier and the secret of a client from the header Authorization (RFC 6749, section 2.3.1).</summary>
internal static class BasicCredentials
{
    private const string Scheme = "Basic ";
    private const int MaxLength = 4 * 1024;

    /// <summary>Reads a header. Both parts are encoded like values of forms, and then together in base64 (RFC 7617, section 2).</summary>
    /// <returns>False if the header has another scheme or is malformed.</returns>
    public static bool TryRead(string header, [NotNullWhen(true)] out string? id, [NotNullWhen(true)] out string? secret)
    {
        (id, secret) = (null, null);
        if (header.Length > MaxLength || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var base64 = header.AsSpan(Scheme.Length).TrimStart(' ');
        var decoded = new byte[base64.Length];
        if (base64.ContainsAny(" \t\r\n") || !Convert.TryFromBase64Chars(base64, decoded, out var length))
        {
            return false;
        }

        var pair = decoded.AsSpan(0, length);
        var colon = pair.IndexOf((byte)':');
        return colon > 0 && FormText.TryDecode(pair[..colon], out id) && FormText.TryDecode(pair[(colon + 1)..], out secret);
    }
}

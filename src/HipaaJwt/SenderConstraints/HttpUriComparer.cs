using System.Globalization;
using System.Text;
using HipaaJwt.Text;

namespace HipaaJwt.SenderConstraints;

/// <summary>
/// Compares the URIs of HTTP requests without query and fragment, after normalization by syntax and scheme (RFC 9449 section 4.3;
/// RFC 3986 sections 6.2.2 and 6.2.3).
/// </summary>
internal static class HttpUriComparer
{
    private const int InvalidPort = -1;

    /// <summary>Whether both are absolute HTTP URIs of the same resource. An invalid URI is equivalent to nothing.</summary>
    public static bool AreEquivalent(ReadOnlySpan<byte> one, string other)
    {
        using var utf8 = PooledBuffer.Rent(Encoding.UTF8.GetMaxByteCount(other.Length));
        using var left = PooledBuffer.Rent(GetMaxNormalizedLength(one.Length));
        using var right = PooledBuffer.Rent(GetMaxNormalizedLength(utf8.Span.Length));
        var length = Encoding.UTF8.GetBytes(other, utf8.Span);
        return TryNormalize(one, left.Span, out var leftLength)
            && TryNormalize(utf8.Span[..length], right.Span, out var rightLength)
            && left.Span[..leftLength].SequenceEqual(right.Span[..rightLength]);
    }

    /// <summary>
    /// Gets the maximum number of bytes of a normalized URI. Each byte may become an escape, and a path may be added.
    /// </summary>
    public static int GetMaxNormalizedLength(int length) => (3 * length) + 1;

    /// <summary>Writes the normalized URI.</summary>
    /// <returns>False if the URI is not an absolute http or https URI, or contains user information.</returns>
    public static bool TryNormalize(ReadOnlySpan<byte> uri, Span<byte> destination, out int written)
    {
        written = 0;
        if (!TryReadScheme(ref uri, out var scheme, out var defaultPort))
        {
            return false;
        }

        var end = uri.IndexOfAny("/?#"u8);
        var authority = end < 0 ? uri : uri[..end];
        var rest = end < 0 ? default : uri[end..];
        var pathEnd = rest.IndexOfAny("?#"u8);
        scheme.CopyTo(destination);
        written = scheme.Length;
        return TryWriteAuthority(authority, defaultPort, destination, ref written)
            && HttpPathNormalizer.TryWrite(pathEnd < 0 ? rest : rest[..pathEnd], destination, ref written);
    }

    private static bool TryReadScheme(ref ReadOnlySpan<byte> uri, out ReadOnlySpan<byte> scheme, out int defaultPort)
    {
        var secure = uri.Length >= 8 && Ascii.EqualsIgnoreCase(uri[..8], "https://"u8);
        scheme = secure ? "https://"u8 : "http://"u8;
        defaultPort = secure ? 443 : 80;
        if (uri.Length < scheme.Length || !Ascii.EqualsIgnoreCase(uri[..scheme.Length], scheme))
        {
            return false;
        }

        uri = uri[scheme.Length..];
        return true;
    }

    private static bool TryWriteAuthority(ReadOnlySpan<byte> authority, int defaultPort, Span<byte> destination, ref int written)
    {
        var bracket = authority.LastIndexOf((byte)']');
        var colon = authority[(bracket + 1)..].IndexOf((byte)':');
        var host = colon < 0 ? authority : authority[..(bracket + 1 + colon)];
        var port = colon < 0 ? defaultPort : ParsePort(authority[(host.Length + 1)..], defaultPort);
        if (!IsHost(host) || port == InvalidPort)
        {
            return false;
        }

        Ascii.ToLower(host, destination[written..], out var length);
        written += length;
        if (port != defaultPort)
        {
            destination[written++] = (byte)':';
            port.TryFormat(destination[written..], out length, provider: CultureInfo.InvariantCulture);
            written += length;
        }

        return true;
    }

    private static int ParsePort(ReadOnlySpan<byte> digits, int defaultPort) =>
        digits.IsEmpty ? defaultPort
        : int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= ushort.MaxValue ? port
        : InvalidPort;

    /// <summary>
    /// Whether the text is a name, an IPv4 address, or an IPv6 address in brackets. Escapes are invalid, because clients do not
    /// escape host names.
    /// </summary>
    private static bool IsHost(ReadOnlySpan<byte> host) => host is [(byte)'[', .. var inner, (byte)']']
        ? inner.Length > 0 && !inner.ContainsAnyExcept(HttpCharacters.IPv6Address)
        : host.Length > 0 && !host.ContainsAnyExcept(HttpCharacters.HostName);
}

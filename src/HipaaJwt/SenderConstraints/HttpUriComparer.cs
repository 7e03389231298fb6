using System.Globalization;
using System.Text;
using HipaaJwt.Text;

namespace HipaaJwt.SenderConstraints;

/// <summary>
/// Compares the addresses of HTTP requests without their query and fragment, normalised by syntax and scheme (RFC 9449,
/// section 4.3; RFC 3986, sections 6.2.2 and 6.2.3).
/// </summary>
internal static class HttpUriComparer
{
    private const int BadPort = -1;

    /// <summary>Whether both are addresses and mean the same resource; what is no address equals nothing.</summary>
    public static bool AreSame(ReadOnlySpan<byte> one, string other)
    {
        using var utf8 = PooledBuffer.Rent(Encoding.UTF8.GetMaxByteCount(other.Length));
        using var left = PooledBuffer.Rent(RoomFor(one.Length));
        using var right = PooledBuffer.Rent(RoomFor(utf8.Span.Length));
        var length = Encoding.UTF8.GetBytes(other, utf8.Span);
        return TryNormalise(one, left.Span, out var leftLength)
            && TryNormalise(utf8.Span[..length], right.Span, out var rightLength)
            && left.Span[..leftLength].SequenceEqual(right.Span[..rightLength]);
    }

    /// <summary>The most bytes that an address of this length can take once normalised: each may become an escape, and a path may be added.</summary>
    public static int RoomFor(int length) => (3 * length) + 1;

    /// <summary>Writes the one spelling of an address.</summary>
    /// <returns>False where it is no absolute address of http or https, or has a user in it.</returns>
    public static bool TryNormalise(ReadOnlySpan<byte> address, Span<byte> destination, out int written)
    {
        written = 0;
        if (!TryTakeScheme(ref address, out var scheme, out var defaultPort))
        {
            return false;
        }

        var end = address.IndexOfAny("/?#"u8);
        var authority = end < 0 ? address : address[..end];
        var rest = end < 0 ? default : address[end..];
        var pathEnd = rest.IndexOfAny("?#"u8);
        scheme.CopyTo(destination);
        written = scheme.Length;
        return TryWriteAuthority(authority, defaultPort, destination, ref written)
            && HttpPathNormalizer.TryWrite(pathEnd < 0 ? rest : rest[..pathEnd], destination, ref written);
    }

    private static bool TryTakeScheme(ref ReadOnlySpan<byte> address, out ReadOnlySpan<byte> scheme, out int defaultPort)
    {
        var secure = address.Length >= 8 && Ascii.EqualsIgnoreCase(address[..8], "https://"u8);
        scheme = secure ? "https://"u8 : "http://"u8;
        defaultPort = secure ? 443 : 80;
        if (address.Length < scheme.Length || !Ascii.EqualsIgnoreCase(address[..scheme.Length], scheme))
        {
            return false;
        }

        address = address[scheme.Length..];
        return true;
    }

    private static bool TryWriteAuthority(ReadOnlySpan<byte> authority, int defaultPort, Span<byte> destination, ref int written)
    {
        var bracket = authority.LastIndexOf((byte)']');
        var colon = authority[(bracket + 1)..].IndexOf((byte)':');
        var host = colon < 0 ? authority : authority[..(bracket + 1 + colon)];
        var port = colon < 0 ? defaultPort : PortOf(authority[(host.Length + 1)..], defaultPort);
        if (!IsHost(host) || port == BadPort)
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

    private static int PortOf(ReadOnlySpan<byte> digits, int defaultPort) =>
        digits.IsEmpty ? defaultPort
        : int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= ushort.MaxValue ? port
        : BadPort;

    /// <summary>A name, an IPv4 address, or anything in brackets. Without escapes, for nobody writes hosts with them.</summary>
    private static bool IsHost(ReadOnlySpan<byte> host) => host is [(byte)'[', .. var inner, (byte)']']
        ? inner.Length > 0 && !inner.ContainsAnyExcept(HttpCharacters.Address)
        : host.Length > 0 && !host.ContainsAnyExcept(HttpCharacters.Name);
}

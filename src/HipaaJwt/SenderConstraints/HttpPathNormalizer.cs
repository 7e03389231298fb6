namespace HipaaJwt.SenderConstraints;

/// <summary>
/// Normalizes the path of a URI (RFC 3986 section 6.2.2). It unescapes the characters that a segment may contain, escapes all
/// others in upper case, and removes dot segments (RFC 3986 section 5.2.4).
/// </summary>
internal static class HttpPathNormalizer
{
    private const string Hex = "0123456789ABCDEF";

    /// <summary>Appends the normalized path.</summary>
    /// <param name="path">The path: empty, or starting with a slash.</param>
    /// <param name="destination">The buffer that the path is appended to.</param>
    /// <param name="written">The number of bytes in the buffer.</param>
    /// <returns>False if two hexadecimal digits do not follow a percent sign.</returns>
    public static bool TryWrite(ReadOnlySpan<byte> path, Span<byte> destination, ref int written)
    {
        var start = written;
        path = path.IsEmpty ? "/"u8 : path;
        while (!path.IsEmpty)
        {
            var length = path[1..].IndexOf((byte)'/');
            var segment = length < 0 ? path[1..] : path.Slice(1, length);
            path = path[(1 + segment.Length)..];
            var before = written;
            destination[written++] = (byte)'/';
            if (!TryWriteSegment(segment, destination, ref written))
            {
                return false;
            }

            RemoveDotSegment(destination[start..], before - start, isLast: path.IsEmpty, start, ref written);
        }

        return true;
    }

    /// <summary>
    /// Removes the last segment if it is a dot segment, and for <c>..</c> also the segment before it. At the end of the path a
    /// slash remains.
    /// </summary>
    private static void RemoveDotSegment(Span<byte> path, int segmentStart, bool isLast, int start, ref int written)
    {
        var segment = path[(segmentStart + 1)..(written - start)];
        if (!segment.SequenceEqual("."u8) && !segment.SequenceEqual(".."u8))
        {
            return;
        }

        var end = segment.Length == 1 ? segmentStart : Math.Max(0, path[..segmentStart].LastIndexOf((byte)'/'));
        if (isLast)
        {
            path[end++] = (byte)'/';
        }

        written = start + end;
    }

    private static bool TryWriteSegment(ReadOnlySpan<byte> segment, Span<byte> destination, ref int written)
    {
        for (var i = 0; i < segment.Length; i++)
        {
            var octet = segment[i];
            if (octet == '%' && !TryReadEscape(segment[(i + 1)..], out octet))
            {
                return false;
            }

            i += segment[i] == '%' ? 2 : 0;
            Write(octet, destination, ref written);
        }

        return true;
    }

    private static bool TryReadEscape(ReadOnlySpan<byte> digits, out byte octet)
    {
        octet = 0;
        if (digits.Length < 2 || !char.IsAsciiHexDigit((char)digits[0]) || !char.IsAsciiHexDigit((char)digits[1]))
        {
            return false;
        }

        octet = (byte)((Value(digits[0]) << 4) | Value(digits[1]));
        return true;

        static int Value(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
    }

    private static void Write(byte octet, Span<byte> destination, ref int written)
    {
        if (HttpCharacters.PathSegment.Contains(octet))
        {
            destination[written++] = octet;
            return;
        }

        destination[written++] = (byte)'%';
        destination[written++] = (byte)Hex[octet >> 4];
        destination[written++] = (byte)Hex[octet & 0xF];
    }
}

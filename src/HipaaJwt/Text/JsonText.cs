using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace HipaaJwt.Text;

/// <summary>
/// Reads string values of a validated JSON text. Few strings contain escapes, so the code for them is not inlined: callers would
/// clear its stack space for every string.
/// </summary>
internal static class JsonText
{
    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdefABCDEF"u8);

    public static string GetString(ReadOnlySpan<byte> json, JsonValue value)
    {
        var raw = value.RawIn(json);
        if (!value.IsEscaped)
        {
            return Encoding.UTF8.GetString(raw);
        }

        using var buffer = PooledBuffer.Rent(raw.Length);
        return Encoding.UTF8.GetString(buffer.Span[..Unescape(raw, buffer.Span)]);
    }

    public static bool AreEqual(ReadOnlySpan<byte> json, JsonValue value, ReadOnlySpan<byte> expected)
    {
        var raw = value.RawIn(json);
        return value.IsEscaped ? UnescapedEquals(raw, expected) : raw.SequenceEqual(expected);
    }

    public static bool AreEqual(ReadOnlySpan<byte> json, JsonValue left, JsonValue right)
    {
        var rawRight = right.RawIn(json);
        return right.IsEscaped ? EqualsUnescaped(json, left, rawRight) : AreEqual(json, left, rawRight);
    }

    public static uint Hash(ReadOnlySpan<byte> json, JsonValue value)
    {
        var raw = value.RawIn(json);
        return value.IsEscaped ? UnescapedHash(raw) : Utf8Hash.Compute(raw);
    }

    /// <summary>The unescaped value: the raw bytes if there are no escapes, otherwise the part of the scratch space written to.</summary>
    public static ReadOnlySpan<byte> Unescaped(ReadOnlySpan<byte> json, JsonValue value, Span<byte> scratch)
    {
        var raw = value.RawIn(json);
        return value.IsEscaped ? scratch[..Unescape(raw, scratch)] : raw;
    }

    /// <summary>Writes the unescaped text. It is never longer than the raw text.</summary>
    /// <returns>The number of bytes written.</returns>
    public static int Unescape(ReadOnlySpan<byte> raw, Span<byte> destination)
    {
        var written = 0;
        while (!raw.IsEmpty)
        {
            var plain = raw.IndexOf((byte)'\\');
            if (plain != 0)
            {
                var run = plain < 0 ? raw : raw[..plain];
                run.CopyTo(destination[written..]);
                written += run.Length;
                raw = raw[run.Length..];
                continue;
            }

            raw = raw[UnescapeOne(raw, destination, ref written)..];
        }

        return written;
    }

    /// <summary>Reads the four hexadecimal digits of <c>\uXXXX</c>.</summary>
    /// <remarks>The digits are checked first because the platform's parser ignores trailing NULs.</remarks>
    public static bool TryReadCodeUnit(ReadOnlySpan<byte> escape, out char unit)
    {
        unit = default;
        if (escape.Length < 6 || escape[0] != '\\' || escape[1] != 'u' || escape[2..6].ContainsAnyExcept(HexDigits))
        {
            return false;
        }

        var valid = ushort.TryParse(escape[2..6], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number);
        unit = (char)number;
        return valid;
    }

    private static int UnescapeOne(ReadOnlySpan<byte> raw, Span<byte> destination, ref int written)
    {
        if (raw[1] != 'u')
        {
            destination[written++] = raw[1] switch
            {
                (byte)'b' => (byte)'\b',
                (byte)'f' => (byte)'\f',
                (byte)'n' => (byte)'\n',
                (byte)'r' => (byte)'\r',
                (byte)'t' => (byte)'\t',
                var character => character,
            };
            return 2;
        }

        TryReadCodeUnit(raw, out var unit);
        var pair = char.IsHighSurrogate(unit);
        var low = default(char);
        if (pair)
        {
            TryReadCodeUnit(raw[6..], out low);
        }

        var rune = pair ? new Rune(unit, low) : new Rune(unit);
        written += rune.EncodeToUtf8(destination[written..]);
        return pair ? 12 : 6;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool UnescapedEquals(ReadOnlySpan<byte> raw, ReadOnlySpan<byte> expected)
    {
        using var buffer = PooledBuffer.Rent(raw.Length);
        return buffer.Span[..Unescape(raw, buffer.Span)].SequenceEqual(expected);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool EqualsUnescaped(ReadOnlySpan<byte> json, JsonValue left, ReadOnlySpan<byte> rawRight)
    {
        using var buffer = PooledBuffer.Rent(rawRight.Length);
        return AreEqual(json, left, buffer.Span[..Unescape(rawRight, buffer.Span)]);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static uint UnescapedHash(ReadOnlySpan<byte> raw)
    {
        using var buffer = PooledBuffer.Rent(raw.Length);
        return Utf8Hash.Compute(buffer.Span[..Unescape(raw, buffer.Span)]);
    }
}

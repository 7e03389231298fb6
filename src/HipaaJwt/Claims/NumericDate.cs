using System.Globalization;

namespace HipaaJwt.Claims;

/// <summary>
/// Seconds since 1970-01-01T00:00:00Z (RFC 7519, section 2), read exactly: a fraction is remembered but never rounded. It
/// takes eight bytes, for each remembered token has three.
/// </summary>
internal readonly record struct NumericDate
{
    /// <summary>9999-12-31T23:59:59Z, the last second that .NET can tell.</summary>
    private const long MaxSeconds = 253_402_300_799;

    private const int MaxSecondsDigits = 12;

    private readonly long _secondsAndFraction;

    public NumericDate(long seconds, bool hasFraction) => _secondsAndFraction = (seconds << 1) | (hasFraction ? 1L : 0L);

    public long Seconds => _secondsAndFraction >> 1;

    public bool HasFraction => (_secondsAndFraction & 1) != 0;

    public DateTimeOffset Floor => DateTimeOffset.FromUnixTimeSeconds(Seconds);

    public DateTimeOffset Ceiling => DateTimeOffset.FromUnixTimeSeconds(Math.Min(MaxSeconds, Seconds + (HasFraction ? 1 : 0)));

    /// <summary>Reads a JSON number that is known to be well formed.</summary>
    /// <returns>False where it is negative or beyond the year 9999.</returns>
    public static bool TryParse(ReadOnlySpan<byte> number, out NumericDate date)
    {
        if (TryParseWhole(number, out date))
        {
            return true;
        }

        var exponentAt = number.IndexOfAny((byte)'e', (byte)'E');
        var mantissa = exponentAt < 0 ? number : number[..exponentAt];
        if (mantissa[0] == '-' || !TryParseExponent(exponentAt < 0 ? default : number[(exponentAt + 1)..], out var exponent))
        {
            return false;
        }

        var point = mantissa.IndexOf((byte)'.');
        var integerDigits = (point < 0 ? mantissa.Length : point) + exponent;
        return TryAccumulate(mantissa, integerDigits, out date);
    }

    /// <summary>Nearly every date is a whole number of ten digits.</summary>
    private static bool TryParseWhole(ReadOnlySpan<byte> number, out NumericDate date)
    {
        date = default;
        if (number.Length > MaxSecondsDigits)
        {
            return false;
        }

        long seconds = 0;
        foreach (var character in number)
        {
            var digit = character - '0';
            if (digit is < 0 or > 9)
            {
                return false;
            }

            seconds = (seconds * 10) + digit;
        }

        date = new NumericDate(seconds, hasFraction: false);
        return seconds <= MaxSeconds;
    }

    /// <summary>Walks the digits: those before the moved decimal point make the seconds, any other but zero makes a fraction.</summary>
    private static bool TryAccumulate(ReadOnlySpan<byte> mantissa, int integerDigits, out NumericDate date)
    {
        long seconds = 0;
        var fraction = false;
        var place = 0;
        date = default;
        foreach (var character in mantissa)
        {
            if (character == '.')
            {
                continue;
            }

            var digit = character - '0';
            seconds = place < integerDigits ? (seconds * 10) + digit : seconds;
            fraction |= place >= integerDigits && digit != 0;
            place++;
            if (seconds > MaxSeconds)
            {
                return false;
            }
        }

        for (; place < integerDigits && seconds != 0; place++)
        {
            seconds *= 10;
            if (seconds > MaxSeconds)
            {
                return false;
            }
        }

        date = new NumericDate(seconds, fraction);
        return true;
    }

    /// <summary>An exponent of more digits than any date needs is refused rather than computed.</summary>
    private static bool TryParseExponent(ReadOnlySpan<byte> text, out int exponent)
    {
        exponent = 0;
        return text.IsEmpty
            || (text.Length <= MaxSecondsDigits / 2
                && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent));
    }
}

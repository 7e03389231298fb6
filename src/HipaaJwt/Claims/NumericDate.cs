using System.Globalization;

namespace HipaaJwt.Claims;

/// <summary>
/// A NumericDate: seconds since 1970-01-01T00:00:00Z (RFC 7519, section 2). It records exactly whether there is a fraction. The size
/// is eight bytes because each cached token has three.
/// </summary>
internal readonly record struct NumericDate
{
    /// <summary>9999-12-31T23:59:59Z, the last second that .NET supports.</summary>
    private const long MaxSeconds = 253_402_300_799;

    private const int MaxSecondsDigits = 12;

    private readonly long _secondsAndFraction;

    public NumericDate(long seconds, bool hasFraction) => _secondsAndFraction = (seconds << 1) | (hasFraction ? 1L : 0L);

    public long Seconds => _secondsAndFraction >> 1;

    public bool HasFraction => (_secondsAndFraction & 1) != 0;

    public DateTimeOffset Floor => DateTimeOffset.FromUnixTimeSeconds(Seconds);

    public DateTimeOffset Ceiling => DateTimeOffset.FromUnixTimeSeconds(Math.Min(MaxSeconds, Seconds + (HasFraction ? 1 : 0)));

    /// <summary>Parses a well-formed JSON number.</summary>
    /// <returns>False if the number is negative or after the year 9999.</returns>
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

    /// <summary>Parses an integer. Nearly every date is one of ten digits.</summary>
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

    /// <summary>Reads the digits: those before the shifted decimal point are seconds, a later one other than zero is a fraction.</summary>
    private static bool TryAccumulate(ReadOnlySpan<byte> mantissa, int integerDigits, out NumericDate date)
    {
        long seconds = 0;
        var fraction = false;
        var digitIndex = 0;
        date = default;
        foreach (var character in mantissa)
        {
            if (character == '.')
            {
                continue;
            }

            var digit = character - '0';
            seconds = digitIndex < integerDigits ? (seconds * 10) + digit : seconds;
            fraction |= digitIndex >= integerDigits && digit != 0;
            digitIndex++;
            if (seconds > MaxSeconds)
            {
                return false;
            }
        }

        for (; digitIndex < integerDigits && seconds != 0; digitIndex++)
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

    /// <summary>Parses the exponent. An exponent with more digits than a date can need is rejected.</summary>
    private static bool TryParseExponent(ReadOnlySpan<byte> text, out int exponent)
    {
        exponent = 0;
        return text.IsEmpty
            || (text.Length <= MaxSecondsDigits / 2
                && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent));
    }
}

using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace HipaaJwt.Fuzz.Targets;

/// <summary>A NumericDate (RFC 7519 section 2) in exact arithmetic: the whole seconds, and whether there is a fraction.</summary>
internal readonly record struct DateOracle(long Floor, bool HasFraction)
{
    private const long LastSecondOf9999 = 253_402_300_799;

    /// <summary>The library rejects longer exponents for any number.</summary>
    private const int MaxExponentLength = 6;

    public long Ceiling => Math.Min(LastSecondOf9999, Floor + (HasFraction ? 1 : 0));

    /// <summary>Reads a date.</summary>
    /// <returns>False if the value is not a number, is negative, or is after the year 9999.</returns>
    public static bool TryRead(JsonElement value, out DateOracle date)
    {
        date = default;
        var text = value.ValueKind == JsonValueKind.Number ? value.GetRawText() : "-";
        var parts = text.ToUpperInvariant().Split('E');
        if (text[0] == '-' || (parts.Length > 1 && parts[1].Length > MaxExponentLength))
        {
            return false;
        }

        var exponent = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0;
        var point = parts[0].IndexOf('.', StringComparison.Ordinal);
        exponent -= point < 0 ? 0 : parts[0].Length - point - 1;
        return TryScale(parts[0].Replace(".", "", StringComparison.Ordinal).TrimStart('0'), exponent, out date);
    }

    /// <summary>Multiplies the digits by a power of ten.</summary>
    private static bool TryScale(string digits, int exponent, out DateOracle date)
    {
        date = new DateOracle(0, digits.Length > 0);
        if (digits.Length + exponent <= 0)
        {
            return true;
        }

        if (digits.Length == 0 || digits.Length + exponent > 12)
        {
            date = default;
            return digits.Length == 0;
        }

        var number = BigInteger.Parse(digits, CultureInfo.InvariantCulture);
        var unit = BigInteger.Pow(10, Math.Abs(exponent));
        var floor = exponent < 0 ? BigInteger.DivRem(number, unit, out var rest) : (rest = 0) + (number * unit);
        date = new DateOracle((long)floor, !rest.IsZero);
        return floor <= LastSecondOf9999;
    }
}

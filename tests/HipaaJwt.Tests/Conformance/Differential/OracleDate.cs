using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace HipaaJwt.Tests.Conformance.Differential;

/// <summary>Reads dates exactly, as fractions of integers.</summary>
internal static class OracleDate
{
    private const long LastSecond = 253_402_300_799;

    public static bool AcceptsLifetime(JsonElement claims)
    {
        if (!TryRead(claims, "exp", required: true, out var exp)
            || !TryRead(claims, "iat", required: true, out var iat)
            || !TryRead(claims, "nbf", required: false, out var nbf))
        {
            return false;
        }

        var (expiration, issued) = (exp!.Value.Floor, iat!.Value);
        return TokenFixture.Now - Trusted.ClockSkew < expiration
            && issued.Ceiling <= TokenFixture.Now + Trusted.ClockSkew
            && issued.Ceiling <= expiration
            && expiration - issued.Floor <= Trusted.MaxLifetime
            && (nbf is null || (nbf.Value.Ceiling <= TokenFixture.Now + Trusted.ClockSkew && nbf.Value.Ceiling <= expiration));
    }

    private static bool TryRead(JsonElement claims, string name, bool required, out (BigInteger Floor, BigInteger Ceiling)? date)
    {
        date = null;
        if (!claims.TryGetProperty(name, out var value))
        {
            return !required;
        }

        date = value.ValueKind == JsonValueKind.Number ? Read(value.GetRawText()) : null;
        return date is not null;
    }

    private static (BigInteger Floor, BigInteger Ceiling)? Read(string number)
    {
        var parts = number.ToLowerInvariant().Split('e');
        var exponent = parts.Length == 2 ? int.Parse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0;
        var mantissa = parts[0].Split('.');
        var decimals = mantissa.Length == 2 ? mantissa[1] : string.Empty;
        if (number[0] == '-' || exponent > 1_000)
        {
            return null;
        }

        var digits = BigInteger.Parse(mantissa[0] + decimals, CultureInfo.InvariantCulture);
        var power = exponent - decimals.Length;
        var numerator = power >= 0 ? digits * BigInteger.Pow(10, power) : digits;
        var denominator = power >= 0 ? BigInteger.One : BigInteger.Pow(10, -power);
        var floor = BigInteger.DivRem(numerator, denominator, out var rest);
        return floor > LastSecond ? null : (floor, rest.IsZero ? floor : floor + 1);
    }
}

using System.Numerics;
using System.Text;
using CsCheck;
using HipaaJwt.Claims;

namespace HipaaJwt.Tests.Claims;

public sealed class NumericDateTests
{
    private static readonly BigInteger MaxSeconds = 253_402_300_799;

    [Theory]
    [InlineData("0", 0, false)]
    [InlineData("1", 1, false)]
    [InlineData("1e10", 10_000_000_000, false)]
    [InlineData("1E10", 10_000_000_000, false)]
    [InlineData("1e+10", 10_000_000_000, false)]
    [InlineData("1.5e3", 1500, false)]
    [InlineData("0.00001e9", 10_000, false)]
    [InlineData("1768478400.0", 1_768_478_400, false)]
    [InlineData("1768478400.25", 1_768_478_400, true)]
    [InlineData("17684784005e-1", 1_768_478_400, true)]
    [InlineData("17684784000e-1", 1_768_478_400, false)]
    [InlineData("0.1", 0, true)]
    [InlineData("1e-400", 0, true)]
    [InlineData("0e400", 0, false)]
    [InlineData("253402300799", 253_402_300_799, false)]
    [InlineData("253402300799.999", 253_402_300_799, true)]
    [InlineData("2.53402300799e11", 253_402_300_799, false)]
    public void Parses_a_date_exactly(string number, long seconds, bool hasFraction)
    {
        NumericDate.TryParse(Encoding.ASCII.GetBytes(number), out var date).Should().BeTrue();

        date.Should().Be(new NumericDate(seconds, hasFraction));
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("-0")]
    [InlineData("-0.5")]
    [InlineData("253402300800")]
    [InlineData("2.534023008e11")]
    [InlineData("1e12")]
    [InlineData("1e400")]
    [InlineData("1e99999")]
    [InlineData("1e2147483648")]
    [InlineData("1e-2147483648")]
    [InlineData("1e99999999999999999999")]
    [InlineData("9223372036854775808")]
    [InlineData("18446744073709551617")]
    public void Rejects_a_date_before_1970_or_after_9999(string number) =>
        NumericDate.TryParse(Encoding.ASCII.GetBytes(number), out _).Should().BeFalse();

    [Fact]
    public void Parses_100_000_digits()
    {
        var zeros = new string('0', 100_000);

        TryParse("1" + zeros, out _).Should().BeFalse();
        TryParse(new string('9', 100_000), out _).Should().BeFalse();
        TryParse("17." + zeros, out var whole).Should().BeTrue();
        TryParse("17." + zeros + "1", out var more).Should().BeTrue();
        TryParse("1" + zeros[1..] + "e-99999", out var one).Should().BeTrue();
        (whole, more, one).Should().Be((new NumericDate(17, false), new NumericDate(17, true), new NumericDate(1, false)));
    }

    [Fact]
    public void Floor_and_ceiling_are_the_seconds_around_a_fraction()
    {
        NumericDate.TryParse("1.5"u8, out var date).Should().BeTrue();

        date.Floor.Should().Be(DateTimeOffset.FromUnixTimeSeconds(1));
        date.Ceiling.Should().Be(DateTimeOffset.FromUnixTimeSeconds(2));
        new NumericDate(2, false).Ceiling.Should().Be(DateTimeOffset.FromUnixTimeSeconds(2));
        new NumericDate(253_402_300_799, true).Ceiling.Should().Be(DateTimeOffset.FromUnixTimeSeconds(253_402_300_799));
    }

    [Fact]
    public void Agrees_with_exact_arithmetic_on_any_number() =>
        Gen.Select(Gen.Long[0, 999_999_999_999_999], Gen.Int[0, 14], Gen.Int[-25, 25], Gen.Bool).Sample(
            (digits, point, exponent, withExponent) =>
            {
                var text = digits.ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(point + 1, '0');
                var mantissa = point == 0 ? text : text[..^point] + "." + text[^point..];
                var number = withExponent ? $"{mantissa}e{exponent}" : mantissa;
                var (seconds, fraction) = Exactly(digits, (withExponent ? exponent : 0) - point);

                var accepted = TryParse(number, out var date);

                accepted.Should().Be(seconds <= MaxSeconds, number);
                if (accepted)
                {
                    date.Should().Be(new NumericDate((long)seconds, fraction), number);
                }
            },
            iter: 20_000);

    private static (BigInteger Seconds, bool Fraction) Exactly(long digits, int power)
    {
        if (power >= 0)
        {
            return (digits * BigInteger.Pow(10, power), false);
        }

        var seconds = BigInteger.DivRem(digits, BigInteger.Pow(10, -power), out var rest);
        return (seconds, !rest.IsZero);
    }

    private static bool TryParse(string number, out NumericDate date) => NumericDate.TryParse(Encoding.ASCII.GetBytes(number), out date);
}

using HipaaJwt.Tool.Reading;

namespace HipaaJwt.Tool.Tests.Reading;

public sealed class TimeTextTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("2026-01-15", "2026-01-15T00:00:00Z")]
    [InlineData("2026-01-15T12:30", "2026-01-15T12:30:00Z")]
    [InlineData("2026-01-15T12:30:01Z", "2026-01-15T12:30:01Z")]
    [InlineData("2026-01-15T12:30:01+02:00", "2026-01-15T10:30:01Z")]
    [InlineData("0m", "2026-01-15T12:00:00Z")]
    [InlineData("30m", "2026-01-15T11:30:00Z")]
    [InlineData("24h", "2026-01-14T12:00:00Z")]
    [InlineData("7d", "2026-01-08T12:00:00Z")]
    public void Reads_dates_times_and_ages(string text, string expected)
    {
        TimeText.TryParse(text, Now, out var time).Should().BeTrue();

        time.Should().Be(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("")]
    [InlineData("d")]
    [InlineData("-1d")]
    [InlineData("1w")]
    [InlineData("1.5h")]
    [InlineData("15.01.2026")]
    [InlineData("2026-02-30")]
    [InlineData("2026-01-15 12:30")]
    [InlineData("2147483647d")]
    [InlineData("99999999999d")]
    public void Rejects_everything_else(string text) => TimeText.TryParse(text, Now, out _).Should().BeFalse();
}

using HipaaJwt.Tool.Terminal;

namespace HipaaJwt.Tool.Tests.Terminal;

public sealed class AgeTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, "0 s ago")]
    [InlineData(59, "59 s ago")]
    [InlineData(60, "1 min ago")]
    [InlineData(3_661, "1 h 1 min ago")]
    [InlineData(86_400, "1 d ago")]
    [InlineData(90_000, "1 d 1 h ago")]
    [InlineData(-61, "in 1 min 1 s")]
    public void Names_the_two_largest_units(int seconds, string expected) => Age.Of(Now.AddSeconds(-seconds), Now).Should().Be(expected);
}

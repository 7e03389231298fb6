using System.Text;
using HipaaJwt.Text;

namespace HipaaJwt.Tests.Text;

public sealed class StrictJsonLimitTests
{
    [Theory]
    [InlineData("{\"a\":", "1", "}")]
    [InlineData("{\"a\":", "{}", "}")]
    public void Accepts_16_nested_objects_and_rejects_17(string open, string core, string close)
    {
        var coreDepth = core == "{}" ? 1 : 0;

        Read(Nest(open, core, close, 16 - coreDepth)).Should().Be(JsonFault.None);
        Read(Nest(open, core, close, 17 - coreDepth)).Should().Be(JsonFault.TooComplex);
    }

    [Fact]
    public void Accepts_16_levels_with_arrays_and_rejects_17()
    {
        Read("{\"a\":" + Nest("[", "1", "]", 15) + "}").Should().Be(JsonFault.None);
        Read("{\"a\":" + Nest("[", "1", "]", 16) + "}").Should().Be(JsonFault.TooComplex);
        Read("{\"a\":" + Nest("[", "[]", "]", 15) + "}").Should().Be(JsonFault.TooComplex);
    }

    [Fact]
    public void Rejects_100_000_brackets_without_a_deep_stack() =>
        Read("{\"a\":" + new string('[', 100_000)).Should().Be(JsonFault.TooComplex);

    [Fact]
    public void Accepts_1024_members_and_rejects_1025()
    {
        Read("{" + Members("m", 1024) + "}").Should().Be(JsonFault.None);
        Read("{" + Members("m", 1025) + "}").Should().Be(JsonFault.TooComplex);
    }

    [Fact]
    public void Counts_the_members_of_all_open_objects()
    {
        Read("{" + Members("m", 1000) + ",\"o\":{" + Members("n", 23) + "}}").Should().Be(JsonFault.None);
        Read("{" + Members("m", 1000) + ",\"o\":{" + Members("n", 24) + "}}").Should().Be(JsonFault.TooComplex);
    }

    [Fact]
    public void Does_not_count_the_members_of_closed_objects()
    {
        var inner = "{" + Members("n", 1000) + "}";

        Read($$"""{"a":{{inner}},"b":{{inner}},"c":[{{inner}},{{inner}}]}""").Should().Be(JsonFault.None);
    }

    [Fact]
    public void Reads_a_number_of_100_000_digits() =>
        Read("{\"n\":" + new string('7', 100_000) + "}").Should().Be(JsonFault.None);

    private static string Nest(string open, string core, string close, int times) =>
        string.Concat(Enumerable.Repeat(open, times)) + core + string.Concat(Enumerable.Repeat(close, times));

    private static string Members(string prefix, int count) =>
        string.Join(',', Enumerable.Range(0, count).Select(number => $"\"{prefix}{number}\":{number}"));

    private static JsonFault Read(string json)
    {
        using var index = JsonMemberBuffer.Rent();
        return StrictJson.ReadObject(Encoding.UTF8.GetBytes(json), index, out _);
    }
}

using System.Text;
using HipaaJwt.Text;

namespace HipaaJwt.Tests.Text;

public sealed class StrictJsonLimitTests
{
    [Theory]
    [InlineData("{\"a\":", "1", "}")]
    [InlineData("{\"a\":", "{}", "}")]
    public void Sixteen_objects_deep_is_accepted_and_seventeen_is_not(string open, string core, string close)
    {
        var coreDepth = core == "{}" ? 1 : 0;

        Read(Nest(open, core, close, 16 - coreDepth)).Should().Be(JsonFault.None);
        Read(Nest(open, core, close, 17 - coreDepth)).Should().Be(JsonFault.TooComplex);
    }

    [Fact]
    public void Sixteen_deep_with_arrays_is_accepted_and_seventeen_is_not()
    {
        Read("{\"a\":" + Nest("[", "1", "]", 15) + "}").Should().Be(JsonFault.None);
        Read("{\"a\":" + Nest("[", "1", "]", 16) + "}").Should().Be(JsonFault.TooComplex);
        Read("{\"a\":" + Nest("[", "[]", "]", 15) + "}").Should().Be(JsonFault.TooComplex);
    }

    [Fact]
    public void A_hundred_thousand_brackets_are_refused_without_a_deep_stack() =>
        Read("{\"a\":" + new string('[', 100_000)).Should().Be(JsonFault.TooComplex);

    [Fact]
    public void One_thousand_and_twenty_four_members_are_accepted_and_one_more_is_not()
    {
        Read("{" + Members("m", 1024) + "}").Should().Be(JsonFault.None);
        Read("{" + Members("m", 1025) + "}").Should().Be(JsonFault.TooComplex);
    }

    [Fact]
    public void Members_of_all_open_objects_count_together()
    {
        Read("{" + Members("m", 1000) + ",\"o\":{" + Members("n", 23) + "}}").Should().Be(JsonFault.None);
        Read("{" + Members("m", 1000) + ",\"o\":{" + Members("n", 24) + "}}").Should().Be(JsonFault.TooComplex);
    }

    [Fact]
    public void Members_of_objects_that_are_closed_count_no_more()
    {
        var inner = "{" + Members("n", 1000) + "}";

        Read($$"""{"a":{{inner}},"b":{{inner}},"c":[{{inner}},{{inner}}]}""").Should().Be(JsonFault.None);
    }

    [Fact]
    public void A_number_of_a_hundred_thousand_digits_is_read() =>
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

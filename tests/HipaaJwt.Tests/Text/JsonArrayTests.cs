using System.Text;
using System.Text.Json;
using CsCheck;
using HipaaJwt.Text;
using JsonArray = HipaaJwt.Text.JsonArray;

namespace HipaaJwt.Tests.Text;

public sealed class JsonArrayTests
{
    [Fact]
    public void Finds_the_same_elements_as_the_platform() =>
        JsonGen.ObjectText.Where(PlatformJson.AcceptsObject).Sample(
            inner =>
            {
                byte[] json =
                [
                    .. "{\"a\":["u8, .. inner, .. ", 1 ,\"x\\\"]\",true\n,false,null , [[],\"]\",{\"k\":\"[\"}],-1.5e3 ], \"b\":[]}"u8,
                ];
                using var document = JsonDocument.Parse(json);

                Walk(json, "a"u8).Should().Equal(document.RootElement.GetProperty("a").EnumerateArray().Select(Describe));
            },
            iter: 5_000);

    [Theory]
    [InlineData("[]")]
    [InlineData("[ ]")]
    [InlineData("[\t\r\n ]")]
    public void An_empty_array_has_no_elements(string array) =>
        Walk(Encoding.UTF8.GetBytes("{\"a\":" + array + ",\"b\":[1]}"), "a"u8).Should().BeEmpty();

    [Fact]
    public void Reports_whether_a_string_is_escaped() =>
        Walk("{\"a\":[\"a\\\\\",\"b\"]}"u8, "a"u8).Should().Equal("String:a\\\\ escaped", "String:b");

    private static List<string> Walk(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name)
    {
        using var index = JsonMemberBuffer.Rent();
        StrictJson.ReadObject(json, index, out var members).Should().Be(JsonFault.None);
        members.TryFind(name, out var array).Should().BeTrue();
        List<string> elements = [];
        foreach (var element in new JsonArray(json, array))
        {
            elements.Add($"{element.Kind}:{Encoding.UTF8.GetString(element.RawIn(json))}{(element.IsEscaped ? " escaped" : "")}");
        }

        return elements;
    }

    private static string Describe(JsonElement element)
    {
        var raw = element.GetRawText();
        return element.ValueKind == JsonValueKind.String
            ? $"String:{raw[1..^1]}{(raw.Contains('\\', StringComparison.Ordinal) ? " escaped" : "")}"
            : $"{element.ValueKind}:{raw}";
    }
}

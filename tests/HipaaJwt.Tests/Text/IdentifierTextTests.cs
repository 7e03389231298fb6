using System.Text;
using CsCheck;
using HipaaJwt.Text;

namespace HipaaJwt.Tests.Text;

public sealed class IdentifierTextTests
{
    [Fact]
    public void An_identifier_is_not_empty_and_has_no_control_character() =>
        Gen.Char[(char)0, (char)0x120].Array[0, 6].Select(characters => new string(characters)).Sample(
            text => IdentifierText.IsValid(Encoding.UTF8.GetBytes(text)).Should().Be(text.Length > 0 && !text.Any(char.IsControl), text),
            iter: 20_000);

    [Theory]
    [InlineData(0x1F, false)]
    [InlineData(0x20, true)]
    [InlineData(0x7E, true)]
    [InlineData(0x7F, false)]
    [InlineData(0x80, false)]
    [InlineData(0x9F, false)]
    [InlineData(0xA0, true)]
    [InlineData(0xBF, true)]
    public void Follows_the_Unicode_ranges_of_control_characters(int codePoint, bool valid)
    {
        var text = char.ConvertFromUtf32(codePoint);

        IdentifierText.IsValid(Encoding.UTF8.GetBytes(text)).Should().Be(valid);
        IdentifierText.IsValid(Encoding.UTF8.GetBytes("\u00A0é" + text + "x")).Should().Be(valid);
    }

    [Theory]
    [InlineData("a\\u0062c", true)]
    [InlineData("a\\nc", false)]
    [InlineData("a\\u0085c", false)]
    public void Validates_the_unescaped_value(string raw, bool valid) =>
        IdentifierText.IsValid(Encoding.ASCII.GetBytes(raw), new JsonValue(0, raw.Length, JsonKind.String, isEscaped: true))
            .Should().Be(valid);

    /// <summary>A string without escapes takes a fast path with one search.</summary>
    [Theory]
    [InlineData("abc", true)]
    [InlineData("é", true)]
    [InlineData("\u00A0x", true)]
    [InlineData("x\u00A0", true)]
    [InlineData("", false)]
    [InlineData("\u007F", false)]
    [InlineData("x\u007F", false)]
    [InlineData("\u0085", false)]
    [InlineData("x\u0085", false)]
    public void Validates_a_string_without_escapes(string text, bool valid)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);

        IdentifierText.IsValid(utf8, new JsonValue(0, utf8.Length, JsonKind.String)).Should().Be(valid);
    }

    [Fact]
    public void Does_not_read_past_a_trailing_lead_byte() =>
        IdentifierText.IsValid([(byte)'x', 0xC2]).Should().BeTrue("UTF-8 is validated elsewhere");

    [Fact]
    public void Rejects_a_value_that_is_not_a_string() =>
        IdentifierText.IsValid("17"u8, new JsonValue(0, 2, JsonKind.Number)).Should().BeFalse();
}

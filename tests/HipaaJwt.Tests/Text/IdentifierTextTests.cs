using System.Text;
using CsCheck;
using HipaaJwt.Text;

namespace HipaaJwt.Tests.Text;

public sealed class IdentifierTextTests
{
    [Fact]
    public void A_text_is_an_identifier_exactly_where_it_is_not_empty_and_has_no_control_character() =>
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
    public void Control_characters_end_where_unicode_says(int codePoint, bool valid)
    {
        var text = char.ConvertFromUtf32(codePoint);

        IdentifierText.IsValid(Encoding.UTF8.GetBytes(text)).Should().Be(valid);
        IdentifierText.IsValid(Encoding.UTF8.GetBytes("\u00A0é" + text + "x")).Should().Be(valid);
    }

    [Theory]
    [InlineData("a\\u0062c", true)]
    [InlineData("a\\nc", false)]
    [InlineData("a\\u0085c", false)]
    public void Escapes_count_for_what_they_mean(string raw, bool valid) =>
        IdentifierText.IsValid(Encoding.ASCII.GetBytes(raw), new JsonValue(0, raw.Length, JsonKind.String, isEscaped: true)).Should().Be(valid);

    /// <summary>A text without escapes is looked at where it stands, and for the most part once.</summary>
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
    public void A_text_without_escapes_counts_as_it_stands(string text, bool valid)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);

        IdentifierText.IsValid(utf8, new JsonValue(0, utf8.Length, JsonKind.String)).Should().Be(valid);
    }

    [Fact]
    public void The_first_byte_of_two_at_the_very_end_is_not_read_beyond() =>
        IdentifierText.IsValid([(byte)'x', 0xC2]).Should().BeTrue("whether bytes are UTF-8 is asked elsewhere");

    [Fact]
    public void A_value_that_is_no_string_is_no_identifier() =>
        IdentifierText.IsValid("17"u8, new JsonValue(0, 2, JsonKind.Number)).Should().BeFalse();
}

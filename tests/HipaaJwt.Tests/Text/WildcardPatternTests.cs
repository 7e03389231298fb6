using System.Text;
using CsCheck;
using HipaaJwt.Text;

namespace HipaaJwt.Tests.Text;

public sealed class WildcardPatternTests
{
    [Theory]
    [InlineData("abc", "abc", true)]
    [InlineData("abc", "abcd", false)]
    [InlineData("abc", "ab", false)]
    [InlineData("*", "", true)]
    [InlineData("a*", "a", true)]
    [InlineData("*a", "bca", true)]
    [InlineData("*a*", "bcd", false)]
    [InlineData("a*b*c", "axxbxbxc", true)]
    [InlineData("a*b*c", "axxbxbx", false)]
    [InlineData("**a**", "a", true)]
    [InlineData("###", "123", true)]
    [InlineData("##", "09", true)]
    [InlineData("#", "/", false)]
    [InlineData("#", ":", false)]
    [InlineData("###", "12a", false)]
    [InlineData("*#-#*", "x1-2y", true)]
    [InlineData("#", "\u0660", false)]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    public void Matches_the_expected_texts(string pattern, string text, bool matches) =>
        Pattern(pattern).Matches(Encoding.UTF8.GetBytes(text)).Should().Be(matches);

    [Fact]
    public void Agrees_with_an_exhaustive_oracle() =>
        Gen.Select(Gen.Char["ab*#"].Array[0, 8], Gen.Char["ab1"].Array[0, 12])
            .Select((pattern, text) => (new string(pattern), new string(text)))
            .Sample((pattern, text) =>
                Pattern(pattern).Matches(Encoding.UTF8.GetBytes(text)) == Oracle(pattern, text));

    [Fact]
    public void The_worst_case_takes_less_than_a_second()
    {
        var time = TimeProvider.System;
        var start = time.GetTimestamp();

        Pattern(string.Concat(Enumerable.Repeat("*a", 63)) + "*b").Matches(Encoding.UTF8.GetBytes(new string('a', 16_000)))
            .Should().BeFalse();

        time.GetElapsedTime(start).Should().BeLessThan(TimeSpan.FromSeconds(1));
    }

    private static WildcardPattern Pattern(string pattern) => new(Encoding.UTF8.GetBytes(pattern));

    private static bool Oracle(string pattern, string text) => pattern switch
    {
        "" => text.Length == 0,
        ['*', .. var rest] => Enumerable.Range(0, text.Length + 1).Any(length => Oracle(rest, text[length..])),
        ['#', .. var rest] => text.Length > 0 && char.IsAsciiDigit(text[0]) && Oracle(rest, text[1..]),
        _ => text.Length > 0 && text[0] == pattern[0] && Oracle(pattern[1..], text[1..]),
    };
}

using HipaaJwt.Tool.Terminal;

namespace HipaaJwt.Tool.Tests.Terminal;

public sealed class SafeTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("Zoë Müller 李 😀", "Zoë Müller 李 😀")]
    [InlineData("a\\b [red] {0}", "a\\b [red] {0}")]
    [InlineData("\u001b[2J", "\\u001B[2J")]
    [InlineData("a\nb\r\tc\0", "a\\u000Ab\\u000D\\u0009c\\u0000")]
    [InlineData("\u009b31m\u007f", "\\u009B31m\\u007F")]
    [InlineData("nosrep\u202e\u2066\u200b", "nosrep\\u202E\\u2066\\u200B")]
    [InlineData("\u2028\u2029\ufeff", "\\u2028\\u2029\\uFEFF")]
    public void Escapes_what_changes_the_terminal_and_nothing_else(string text, string safe) => SafeText.Of(text).Should().Be(safe);

    [Fact]
    public void Escapes_characters_outside_the_first_plane_and_lone_surrogates()
    {
        SafeText.Of("\U000E0041").Should().Be("\\U000E0041");
        SafeText.Of("a\ud800b").Should().Be("a\\uFFFDb");
    }

    [Fact]
    public void Nothing_is_nothing() => SafeText.Of(null).Should().BeEmpty();
}

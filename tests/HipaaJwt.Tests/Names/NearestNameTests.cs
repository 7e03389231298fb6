using HipaaJwt.Names;

namespace HipaaJwt.Tests.Names;

public sealed class NearestNameTests
{
    private static readonly string[] Algorithms = ["HS256", "RS256", "PS256", "ES256", "ES384", "ES512"];

    [Theory]
    [InlineData("ES265", "ES256")]
    [InlineData("es256", "ES256")]
    [InlineData("RS-256", "RS256")]
    [InlineData("RS_256", "RS256")]
    [InlineData("ES38", "ES384")]
    [InlineData("ES3844", "ES384")]
    [InlineData("XS999", null)]
    [InlineData("", null)]
    [InlineData("--", null)]
    public void Finds_the_name_that_differs_least(string written, string? nearest) =>
        NearestName.Find(written, Algorithms).Should().Be(nearest);

    [Theory]
    [InlineData("abcd", "abcx", true)]
    [InlineData("abcd", "abxy", false)]
    [InlineData("abcdefgh", "abcdefxy", true)]
    [InlineData("abcdefgh", "abcdewxy", false)]
    [InlineData("abcdefghi", "abcdefxyz", true)]
    [InlineData("abcdefghi", "abcdewxyz", false)]
    public void Allows_more_differences_in_longer_names(string written, string known, bool found) =>
        NearestName.Find(written, [known]).Should().Be(found ? known : null);

    [Fact]
    public void Ignores_text_that_is_too_long_for_a_name()
    {
        var name = new string('a', 64);

        NearestName.Find(name, [name]).Should().Be(name);
        NearestName.Find(name + "a", [name]).Should().BeNull();
    }
}

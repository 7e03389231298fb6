using System.Text;
using CsCheck;
using HipaaJwt.SenderConstraints;

namespace HipaaJwt.Tests.SenderConstraints;

public sealed class HttpUriComparerTests
{
    private static readonly Gen<string> Segments = OneOf(
        "", ".", "..", "a", "Patient", "7", "%2e", "%2E%2e", "%41", "%2f", "%2F", "%c3%a9", "é", "a b", "~", "%7e",
        "a%40b", "a@b", ";v=1", "%25", "%2541", "|", "\\");

    private static readonly Gen<string> Uris = Gen.Select(
        OneOf("http", "https", "HTTP", "hTTps"),
        OneOf("clinic.example", "Clinic.EXAMPLE", "127.0.0.1", "[::1]", "[2001:DB8::1]"),
        OneOf("", ":", ":80", ":443", ":0443", ":8443"),
        Segments.List[0, 6],
        OneOf("", "?", "?a=/../b", "#", "#a?b", "?a#b"),
        (scheme, host, port, segments, tail) => scheme + "://" + host + port + PathOf(segments) + tail);

    [Theory]
    [InlineData("https://a.example", "https://a.example/")]
    [InlineData("HTTPS://A.Example:443/b", "https://a.example/b")]
    [InlineData("http://a.example:80/b", "http://a.example/b")]
    [InlineData("http://a.example:/b", "http://a.example/b")]
    [InlineData("http://a.example:0080/b", "http://a.example/b")]
    [InlineData("https://a.example:80/b", "https://a.example:80/b")]
    [InlineData("https://a.example/b?c=d", "https://a.example/b")]
    [InlineData("https://a.example/b#c", "https://a.example/b")]
    [InlineData("https://a.example?b", "https://a.example/")]
    [InlineData("https://a.example#b", "https://a.example/")]
    [InlineData("https://a.example/b/../c/./d", "https://a.example/c/d")]
    [InlineData("https://a.example/b/..", "https://a.example/")]
    [InlineData("https://a.example/b/c/..", "https://a.example/b/")]
    [InlineData("https://a.example/b/.", "https://a.example/b/")]
    [InlineData("https://a.example/../../b", "https://a.example/b")]
    [InlineData("https://a.example/..", "https://a.example/")]
    [InlineData("https://a.example/%2e%2E/b", "https://a.example/b")]
    [InlineData("https://a.example//b//../c", "https://a.example//b/c")]
    [InlineData("https://a.example/...", "https://a.example/...")]
    [InlineData("https://a.example/%7Eb/%c3%a9", "https://a.example/~b/%C3%A9")]
    [InlineData("https://a.example/é b|", "https://a.example/%C3%A9%20b%7C")]
    [InlineData("https://a.example/b%2fc", "https://a.example/b%2Fc")]
    [InlineData("https://a.example/b%40c%3Bd", "https://a.example/b@c;d")]
    [InlineData("https://a.example/%2541", "https://a.example/%2541")]
    [InlineData("https://[2001:DB8::1]:443/", "https://[2001:db8::1]/")]
    [InlineData("https://[::1]:8443/", "https://[::1]:8443/")]
    public void Equivalent_URIs_have_the_same_normalized_form(string text, string expected)
    {
        Normalize(text).Should().Be(expected);
        HttpUriComparer.AreEquivalent(Encoding.UTF8.GetBytes(text), expected).Should().BeTrue();
    }

    [Theory]
    [InlineData("https://a.example/b", "https://a.example/B")]
    [InlineData("https://a.example/b", "https://a.example/b/")]
    [InlineData("https://a.example/b", "http://a.example/b")]
    [InlineData("https://a.example/b", "https://a.example./b")]
    [InlineData("https://a.example/b/c", "https://a.example/b%2Fc")]
    [InlineData("https://a.example/%2541", "https://a.example/A")]
    [InlineData("https://a.example/b", "https://b.a.example/b")]
    public void URIs_of_different_resources_are_not_equivalent(string one, string other) =>
        HttpUriComparer.AreEquivalent(Encoding.UTF8.GetBytes(one), other).Should().BeFalse();

    [Theory]
    [InlineData("")]
    [InlineData("a.example/b")]
    [InlineData("/b")]
    [InlineData("//a.example/b")]
    [InlineData("https:")]
    [InlineData("https:/a.example/b")]
    [InlineData("https:a.example")]
    [InlineData("https://")]
    [InlineData("https:///b")]
    [InlineData("https://:443/b")]
    [InlineData("ftp://a.example/b")]
    [InlineData("httpss://a.example/b")]
    [InlineData(" https://a.example/b")]
    [InlineData("https://u@a.example/b")]
    [InlineData("https://u:p@a.example/b")]
    [InlineData("https://a.example:x/b")]
    [InlineData("https://a.example:-1/b")]
    [InlineData("https://a.example:65536/b")]
    [InlineData("https://a.example:443:443/b")]
    [InlineData("https://a b/c")]
    [InlineData("https://a%2eexample/b")]
    [InlineData("https://ä.example/b")]
    [InlineData("https://[::1/b")]
    [InlineData("https://[]/b")]
    [InlineData("https://[::1]x/b")]
    [InlineData("https://::1/b")]
    [InlineData("https:\\\\a.example\\b")]
    [InlineData("https://a.example/%")]
    [InlineData("https://a.example/%4")]
    [InlineData("https://a.example/%zz")]
    [InlineData("https://a.example/%4%31")]
    public void An_invalid_HTTP_URI_is_not_even_equivalent_to_itself(string text)
    {
        Normalize(text).Should().BeNull();
        HttpUriComparer.AreEquivalent(Encoding.UTF8.GetBytes(text), text).Should().BeFalse();
    }

    [Fact]
    public void Normalization_is_idempotent() =>
        Uris.Sample(uri => Normalize(Normalize(uri)!).Should().Be(Normalize(uri)), iter: 5_000);

    [Fact]
    public void The_comparison_ignores_query_fragment_and_the_case_of_scheme_and_host() =>
        Uris.Sample(
            uri =>
            {
                var path = uri.IndexOf('/', 8) is var slash && slash < 0 ? uri.Length : slash;
                var end = PathEndOf(uri);
                var rest = end > path ? uri[path..end] : string.Empty;
                var other = uri[..Math.Min(path, end)].ToUpperInvariant() + rest + "?x=y#z";

                HttpUriComparer.AreEquivalent(Encoding.UTF8.GetBytes(uri), other).Should().BeTrue(uri);
            },
            iter: 5_000);

    [Fact]
    public void An_unnecessary_escape_in_the_path_does_not_change_the_URI() =>
        Gen.Select(Uris, Gen.Int[0, 100]).Sample(
            (uri, offset) =>
            {
                var path = uri.IndexOf('/', 8);
                var index = path + 1 + offset;
                if (path < 0 || index >= PathEndOf(uri) || !char.IsAsciiLetter(uri[index]) || IsInsideEscape(uri, index))
                {
                    return;
                }

                var escaped = $"{uri[..index]}%{(int)uri[index]:x2}{uri[(index + 1)..]}";
                HttpUriComparer.AreEquivalent(Encoding.UTF8.GetBytes(uri), escaped).Should().BeTrue(escaped);
            },
            iter: 5_000);

    [Fact]
    public void A_normalized_URI_contains_no_dot_segments_and_no_unnecessary_escapes() =>
        Uris.Sample(
            uri =>
            {
                var segments = Normalize(uri)!.Split('/')[3..];

                segments.Should().NotContain(".").And.NotContain("..");
                segments.Should().OnlyContain(segment =>
                    !segment.Contains("%2E", StringComparison.OrdinalIgnoreCase) && !segment.Contains("%41", StringComparison.Ordinal));
            },
            iter: 5_000);

    [Fact]
    public void Normalization_agrees_with_the_platform_for_simple_URIs() =>
        OneOf("a", "..", ".", "B", "%7e", "7").List[0, 6]
            .Select(segments => "https://Clinic.example:443" + PathOf(segments))
            .Sample(uri => Normalize(uri).Should().Be(new Uri(uri).AbsoluteUri), iter: 5_000);

    [Fact]
    public void Any_bytes_can_be_compared() =>
        Gen.OneOf(
            Gen.Byte.Array[0, 60],
            Gen.String.Select(text => Encoding.UTF8.GetBytes("https://a.example/" + text)),
            Gen.String.Select(text => Encoding.UTF8.GetBytes("http://" + text)))
            .Sample(bytes => HttpUriComparer.AreEquivalent(bytes, "https://a.example/x").Should().Be(IsEquivalent(bytes)), iter: 5_000);

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(index => texts[index]);

    private static string PathOf(IEnumerable<string> segments) => string.Concat(segments.Select(segment => "/" + segment));

    private static int PathEndOf(string uri) => uri.IndexOfAny(['?', '#']) is var index && index < 0 ? uri.Length : index;

    private static bool IsInsideEscape(string uri, int index) => uri[index - 1] == '%' || uri[index - 2] == '%';

    private static bool IsEquivalent(byte[] bytes)
    {
        var buffer = new byte[HttpUriComparer.GetMaxNormalizedLength(bytes.Length)];
        return HttpUriComparer.TryNormalize(bytes, buffer, out var length)
            && buffer.AsSpan(0, length).SequenceEqual("https://a.example/x"u8);
    }

    private static string? Normalize(string uri)
    {
        var utf8 = Encoding.UTF8.GetBytes(uri);
        var buffer = new byte[HttpUriComparer.GetMaxNormalizedLength(utf8.Length)];
        return HttpUriComparer.TryNormalize(utf8, buffer, out var length) ? Encoding.ASCII.GetString(buffer, 0, length) : null;
    }
}

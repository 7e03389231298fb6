using System.Text;
using CsCheck;
using HipaaJwt.SenderConstraints;

namespace HipaaJwt.Tests.SenderConstraints;

public sealed class HttpUriComparerTests
{
    private static readonly Gen<string> Segment = OneOf(
        "", ".", "..", "a", "Patient", "7", "%2e", "%2E%2e", "%41", "%2f", "%2F", "%c3%a9", "é", "a b", "~", "%7e", "a%40b", "a@b", ";v=1", "%25", "%2541", "|", "\\");

    private static readonly Gen<string> Address = Gen.Select(
        OneOf("http", "https", "HTTP", "hTTps"),
        OneOf("clinic.example", "Clinic.EXAMPLE", "127.0.0.1", "[::1]", "[2001:DB8::1]"),
        OneOf("", ":", ":80", ":443", ":0443", ":8443"),
        Segment.List[0, 6],
        OneOf("", "?", "?a=/../b", "#", "#a?b", "?a#b"),
        (scheme, host, port, segments, tail) => scheme + "://" + host + port + string.Concat(segments.Select(segment => "/" + segment)) + tail);

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
    public void Each_address_has_one_spelling(string address, string expected)
    {
        Normalised(address).Should().Be(expected);
        HttpUriComparer.AreSame(Encoding.UTF8.GetBytes(address), expected).Should().BeTrue();
    }

    [Theory]
    [InlineData("https://a.example/b", "https://a.example/B")]
    [InlineData("https://a.example/b", "https://a.example/b/")]
    [InlineData("https://a.example/b", "http://a.example/b")]
    [InlineData("https://a.example/b", "https://a.example./b")]
    [InlineData("https://a.example/b/c", "https://a.example/b%2Fc")]
    [InlineData("https://a.example/%2541", "https://a.example/A")]
    [InlineData("https://a.example/b", "https://b.a.example/b")]
    public void Other_resources_have_other_addresses(string one, string other) =>
        HttpUriComparer.AreSame(Encoding.UTF8.GetBytes(one), other).Should().BeFalse();

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
    public void What_is_no_address_of_http_equals_nothing(string text)
    {
        Normalised(text).Should().BeNull();
        HttpUriComparer.AreSame(Encoding.UTF8.GetBytes(text), text).Should().BeFalse();
    }

    [Fact]
    public void To_normalise_twice_changes_nothing() =>
        Address.Sample(address => Normalised(Normalised(address)!).Should().Be(Normalised(address)), iter: 5_000);

    [Fact]
    public void Case_of_scheme_and_host_query_and_fragment_do_not_matter() =>
        Address.Sample(
            address =>
            {
                var path = address.IndexOf('/', 8) is var slash && slash < 0 ? address.Length : slash;
                var end = address.IndexOfAny(['?', '#']) is var tail && tail < 0 ? address.Length : tail;
                var rest = end > path ? address[path..end] : string.Empty;
                var other = address[..Math.Min(path, end)].ToUpperInvariant() + rest + "?x=y#z";

                HttpUriComparer.AreSame(Encoding.UTF8.GetBytes(address), other).Should().BeTrue(address);
            },
            iter: 5_000);

    [Fact]
    public void To_escape_any_character_of_the_path_that_stands_for_itself_changes_nothing() =>
        Gen.Select(Address, Gen.Int[0, 100]).Sample(
            (address, place) =>
            {
                var path = address.IndexOf('/', 8);
                var end = address.IndexOfAny(['?', '#']) is var tail && tail < 0 ? address.Length : tail;
                var at = path + 1 + place;
                if (path < 0 || at >= end || !char.IsAsciiLetter(address[at]) || address[..at].EndsWith('%') || address[..(at - 1)].EndsWith('%'))
                {
                    return;
                }

                var escaped = $"{address[..at]}%{(int)address[at]:x2}{address[(at + 1)..]}";
                HttpUriComparer.AreSame(Encoding.UTF8.GetBytes(address), escaped).Should().BeTrue(escaped);
            },
            iter: 5_000);

    [Fact]
    public void Nothing_of_dots_or_needless_escapes_is_left() =>
        Address.Sample(
            address =>
            {
                var segments = Normalised(address)!.Split('/')[3..];

                segments.Should().NotContain(".").And.NotContain("..");
                segments.Should().OnlyContain(segment => !segment.Contains("%2E", StringComparison.OrdinalIgnoreCase) && !segment.Contains("%41", StringComparison.Ordinal));
            },
            iter: 5_000);

    [Fact]
    public void It_agrees_with_the_platform_on_plain_addresses() =>
        OneOf("a", "..", ".", "B", "%7e", "7").List[0, 6].Select(segments => "https://Clinic.example:443" + string.Concat(segments.Select(segment => "/" + segment))).Sample(
            address => Normalised(address).Should().Be(new Uri(address).AbsoluteUri),
            iter: 5_000);

    [Fact]
    public void Any_bytes_get_an_answer() =>
        Gen.OneOf(Gen.Byte.Array[0, 60], Gen.String.Select(text => Encoding.UTF8.GetBytes("https://a.example/" + text)), Gen.String.Select(text => Encoding.UTF8.GetBytes("http://" + text)))
            .Sample(bytes => HttpUriComparer.AreSame(bytes, "https://a.example/x").Should().Be(Same(bytes)), iter: 5_000);

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(index => texts[index]);

    private static bool Same(byte[] bytes)
    {
        var room = new byte[HttpUriComparer.RoomFor(bytes.Length)];
        return HttpUriComparer.TryNormalise(bytes, room, out var length) && room.AsSpan(0, length).SequenceEqual("https://a.example/x"u8);
    }

    private static string? Normalised(string address)
    {
        var utf8 = Encoding.UTF8.GetBytes(address);
        var room = new byte[HttpUriComparer.RoomFor(utf8.Length)];
        return HttpUriComparer.TryNormalise(utf8, room, out var length) ? Encoding.ASCII.GetString(room, 0, length) : null;
    }
}

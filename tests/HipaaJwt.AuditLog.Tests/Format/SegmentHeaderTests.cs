using System.Text;
using HipaaJwt.AuditLog.Format;

namespace HipaaJwt.AuditLog.Tests.Format;

public sealed class SegmentHeaderTests
{
    private const string Valid =
        """{"format":"hipaajwt-audit/2","origin":"a/1","first":2,"frontier":["AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="],"""
        + "\"previous\":{\"bytes\":7,\"reason\":\"rotated\"}}";

    [Theory]
    [InlineData(SegmentEnd.Rotated)]
    [InlineData(SegmentEnd.Abandoned)]
    [InlineData(SegmentEnd.Recovered)]
    internal void A_header_survives_its_bytes(SegmentEnd end)
    {
        // 0xFB and 0xFF give plus signs and slashes, which must stay as they are.
        byte[][] frontier = [[.. Enumerable.Repeat((byte)0xFB, 32)], [.. Enumerable.Repeat((byte)0xFF, 32)]];
        var header = new SegmentHeader("clinic.example/a_b-1:x", 10, frontier, new PreviousSegment(long.MaxValue, end));

        var line = header.ToLine();

        line[^1].Should().Be((byte)'\n');
        SegmentHeader.TryParse(line.AsSpan(0, line.Length - 1), out var parsed).Should().BeTrue();
        parsed.Should().BeEquivalentTo(header);
        Encoding.ASCII.GetString(line).Should().Contain("+/v7").And.Contain("//").And.NotContain("\\");
    }

    [Fact]
    public void The_first_segment_has_no_previous_one()
    {
        var line = new SegmentHeader("a", 0, [], null).ToLine();

        Encoding.ASCII.GetString(line).Should().Be("{\"format\":\"hipaajwt-audit/2\",\"origin\":\"a\",\"first\":0,\"frontier\":[]}\n");
    }

    [Fact]
    public void The_largest_header_fits_into_a_line()
    {
        var frontier = Enumerable.Repeat(new byte[32], 63).ToArray();

        var header = new SegmentHeader(
            new string('o', 255), long.MaxValue, frontier, new PreviousSegment(long.MaxValue, SegmentEnd.Abandoned));

        SegmentHeader.TryParse(header.ToLine().AsSpan()[..^1], out _).Should().BeTrue();
        header.ToLine().Length.Should().BeLessThan(LogLine.MaxLength);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("{", "")]
    [InlineData("hipaajwt-audit/2", "hipaajwt-audit/1")]
    [InlineData("\"origin\":\"a/1\"", "\"origin\":null")]
    [InlineData("\"origin\":\"a/1\"", "\"origin\":\"\"")]
    [InlineData("a/1", "a 1")]
    [InlineData("a/1", "a+1")]
    [InlineData("a/1", "a\\/1")]
    [InlineData("a/1", "\\ud800")]
    [InlineData("\"first\":2", "\"first\":3")]
    [InlineData("\"first\":2", "\"first\":02")]
    [InlineData("\"first\":2", "\"first\":2.0")]
    [InlineData("\"first\":2", "\"first\":-2")]
    [InlineData("\"first\":2", "\"first\":\"2\"")]
    [InlineData("\"first\":2", "\"first\":9223372036854775808")]
    [InlineData("AAA=", "AAB=")]
    [InlineData("AAA=", "AAA")]
    [InlineData("AAAA", "")]
    [InlineData("\"frontier\":[", "\"frontier\":[1,")]
    [InlineData("\"bytes\":7", "\"bytes\":-7")]
    [InlineData("\"bytes\":7", "\"bytes\":7.5")]
    [InlineData("rotated", "Rotated")]
    [InlineData("rotated", "")]
    [InlineData("\"previous\":{", "\"previous\":{\"x\":1,")]
    [InlineData("\"previous\":{\"bytes\":7,\"reason\":\"rotated\"}", "\"previous\":null")]
    [InlineData("\"first\":2", "\"first\":2,\"first\":2")]
    [InlineData("{\"format\"", " {\"format\"")]
    [InlineData("}}", "}} ")]
    [InlineData("}}", "}}{}")]
    public void Rejects_a_header_in_another_form(string part, string replacement)
    {
        SegmentHeader.TryParse(Encoding.UTF8.GetBytes(Valid), out _).Should().BeTrue();
        var text = part.Length == 0 ? "" : Valid.Replace(part, replacement, StringComparison.Ordinal);
        SegmentHeader.TryParse(Encoding.UTF8.GetBytes(text), out _).Should().BeFalse(text);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("\"text\"")]
    public void Rejects_other_JSON(string text) => SegmentHeader.TryParse(Encoding.UTF8.GetBytes(text), out _).Should().BeFalse();

    [Fact]
    public void Rejects_bytes_that_are_no_UTF8()
    {
        var bytes = Encoding.UTF8.GetBytes(Valid);
        for (var position = 0; position < bytes.Length; position++)
        {
            var changed = (byte[])bytes.Clone();
            changed[position] = 0xFF;
            SegmentHeader.TryParse(changed, out _).Should().BeFalse();
        }
    }

    [Theory]
    [InlineData("00000000000000000007.jsonl", true)]
    [InlineData("09223372036854775807.jsonl", true)]
    [InlineData("09223372036854775808.jsonl", false)]
    [InlineData("0000000000000000007.jsonl", false)]
    [InlineData("000000000000000000007.jsonl", false)]
    [InlineData("-0000000000000000007.jsonl", false)]
    [InlineData(" 0000000000000000007.jsonl", false)]
    [InlineData("00000000000000000007.JSONL", false)]
    [InlineData("00000000000000000007.hashes", false)]
    public void A_segment_has_twenty_digits(string name, bool isSegment) => StreamFiles.TryParseSegment(name, out _).Should().Be(isSegment);
}

using System.Text;
using HipaaJwt.AuditLog.Format;

namespace HipaaJwt.AuditLog.Tests.Format;

public sealed class LineReaderTests
{
    [Theory]
    [InlineData("", "", false)]
    [InlineData("a\n", "a", false)]
    [InlineData("\n\n", "|", false)]
    [InlineData("a\nbc\nd", "a|bc", true)]
    [InlineData("a", "", true)]
    public void Reads_whole_lines(string text, string lines, bool isIncomplete)
    {
        var (read, offsets, incomplete) = Read(Encoding.ASCII.GetBytes(text));

        string.Join('|', read).Should().Be(lines);
        incomplete.Should().Be(isIncomplete);
        offsets.Should().Equal(read.Select((_, index) => read.Take(index).Sum(line => (long)line.Length + 1)));
    }

    [Theory]
    [InlineData(LogLine.MaxLength, true)]
    [InlineData(LogLine.MaxLength + 1, false)]
    public void Reads_lines_up_to_the_longest(int length, bool isRead)
    {
        var (lines, _, isIncomplete) = Read(Encoding.ASCII.GetBytes("a\n" + new string('x', length) + "\nb\n"));

        lines.Count.Should().Be(isRead ? 3 : 1);
        isIncomplete.Should().Be(!isRead);
    }

    [Fact]
    public void Reads_many_lines_of_every_length_across_the_buffer()
    {
        var lines = Enumerable.Range(0, 3_000).Select(index => new string((char)('a' + (index % 26)), index * 7 % 1_009)).ToList();

        var (read, _, isIncomplete) = Read(Encoding.ASCII.GetBytes(string.Concat(lines.Select(line => line + "\n"))));

        read.Should().Equal(lines);
        isIncomplete.Should().BeFalse();
    }

    private static (List<string> Lines, List<long> Offsets, bool IsIncomplete) Read(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        using var reader = new LineReader(stream);
        var (lines, offsets) = (new List<string>(), new List<long>());
        while (reader.TryRead())
        {
            lines.Add(Encoding.ASCII.GetString(reader.Line));
            offsets.Add(reader.Offset);
            reader.NextOffset.Should().Be(reader.Offset + reader.Line.Length + 1);
        }

        return (lines, offsets, reader.HasIncompleteLine);
    }
}

using System.Text;
using HipaaJwt.AuditLog.Format;
using HipaaJwt.AuditLog.Merkle;

namespace HipaaJwt.AuditLog.Tests.Format;

public sealed class LogLineTests
{
    private static readonly string Leaf = new('A', 43);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(9, 2)]
    [InlineData(10, LogLine.MaxJsonLength)]
    [InlineData(long.MaxValue, LogLine.MaxJsonLength)]
    public void A_line_survives_its_bytes(long index, int length)
    {
        var json = Encoding.ASCII.GetBytes(new string('x', length));
        byte[] leaf = [.. Enumerable.Range(200, MerkleHash.Length).Select(value => (byte)value)];
        var bytes = new byte[LogLine.LengthOf(index, length)];

        LogLine.Write(index, leaf, json, bytes).Should().Be(bytes.Length);

        bytes[^1].Should().Be((byte)'\n');
        (bytes.Length - 1).Should().BeLessThanOrEqualTo(LogLine.MaxLength);
        LogLine.TryParse(bytes.AsSpan(0, bytes.Length - 1), out var line).Should().BeTrue();
        var decoded = new byte[MerkleHash.Length];
        line.TryDecodeLeaf(decoded).Should().BeTrue();
        decoded.Should().Equal(leaf);
        (line.Index, line.Json.SequenceEqual(json), line.IsRedacted).Should().Be((index, true, false));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("1")]
    [InlineData("{0} {1}")]
    [InlineData("1 {1}")]
    [InlineData("1 {1} ")]
    [InlineData("1{1} {{}}")]
    [InlineData(" 1 {1} {{}}")]
    [InlineData("01 {1} {{}}")]
    [InlineData("00 {1} {{}}")]
    [InlineData("-1 {1} {{}}")]
    [InlineData("+1 {1} {{}}")]
    [InlineData("1a {1} {{}}")]
    [InlineData("1.0 {1} {{}}")]
    [InlineData("9223372036854775808 {1} {{}}")]
    [InlineData("18446744073709551616 {1} {{}}")]
    [InlineData("1  {1} {{}}")]
    [InlineData("1\t{1} {{}}")]
    [InlineData("1 {1}A {{}}")]
    [InlineData("1 A{1}")]
    public void Rejects_a_malformed_line(string format)
    {
        var text = format.Replace("{1}", Leaf, StringComparison.Ordinal).Replace("{{}}", "{}", StringComparison.Ordinal);
        LogLine.TryParse(Encoding.ASCII.GetBytes(text), out _).Should().BeFalse();
    }

    [Theory]
    [InlineData(LogLine.MaxJsonLength, true)]
    [InlineData(LogLine.MaxJsonLength + 1, false)]
    public void Accepts_records_up_to_the_largest(int length, bool isAccepted) =>
        LogLine.TryParse(Encoding.ASCII.GetBytes($"1 {Leaf} {new string('x', length)}"), out _).Should().Be(isAccepted);

    [Theory]
    [InlineData("-", true)]
    [InlineData("----", true)]
    [InlineData("---x", false)]
    [InlineData("{}", false)]
    public void A_record_of_dashes_is_redacted(string json, bool isRedacted)
    {
        LogLine.TryParse(Encoding.ASCII.GetBytes($"1 {Leaf} {json}"), out var line).Should().BeTrue();
        line.IsRedacted.Should().Be(isRedacted);
    }

    [Theory]
    [InlineData('=')]
    [InlineData('+')]
    [InlineData('/')]
    [InlineData('%')]
    [InlineData('\n')]
    [InlineData('B', "its last bits are not zero")]
    public void Rejects_a_hash_that_is_not_canonical(char last, string because = "")
    {
        LogLine.TryParse(Encoding.ASCII.GetBytes($"1 {Leaf[..^1]}{last} x"), out var line).Should().BeTrue();
        line.TryDecodeLeaf(new byte[MerkleHash.Length]).Should().BeFalse(because);
    }
}

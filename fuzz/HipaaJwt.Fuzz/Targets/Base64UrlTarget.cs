using System.Runtime.InteropServices;
using System.Text;
using HipaaJwt.Text;

namespace HipaaJwt.Fuzz.Targets;

/// <summary>What is accepted is the one encoding of its bytes; bytes and characters are judged alike; nothing else is accepted.</summary>
internal sealed class Base64UrlTarget : FuzzTarget
{
    public override IEnumerable<byte[]> Seeds => Bytes.OfAll(
        "", "A", "AA", "AQ", "Ag", "Aw", "AB", "AAA", "AAE", "AAB", "AAAA", "AAAAA", "-_-_", "+/+/", "AA==", "AAA=", "AA%3D",
        "A A", "AA\n", "AA\r\n", " AAAA", "AAAA\0", "AAA\u0080", "AAA\u00ff", "eyJhbGciOiJFUzI1NiJ9", "eyJhbGciOiJFUzI1NiJ9Cg",
        new string('A', 64), new string('_', 67), new string('z', 255) + "=");

    public override void Check(ReadOnlySpan<byte> input)
    {
        var expected = Base64Oracle.Decode(input);
        Require.Equal(Accepts(input), expected is not null, "base64url is accepted where it is canonical");
        var characters = Encoding.Latin1.GetString(input).AsSpan();
        Require.Equal(Accepts(characters), expected is not null, "base64url in characters is accepted where it is canonical");
        if (expected is not null)
        {
            CheckDecoded(input, characters, expected);
        }

        CheckWideCharacters(MemoryMarshal.Cast<byte, char>(input));
    }

    private static bool Accepts(ReadOnlySpan<byte> text) =>
        StrictBase64Url.IndexOutsideAlphabet(text) < 0 && StrictBase64Url.IsCanonical(text);

    private static bool Accepts(ReadOnlySpan<char> text) =>
        StrictBase64Url.IndexOutsideAlphabet(text) < 0 && StrictBase64Url.IsCanonical(text);

    private static void CheckDecoded(ReadOnlySpan<byte> utf8, ReadOnlySpan<char> characters, byte[] expected)
    {
        Require.Equal(StrictBase64Url.DecodedLength(utf8.Length), expected.Length, "the length is known beforehand");
        var decoded = new byte[expected.Length];
        Require.That(StrictBase64Url.TryDecode(utf8, decoded, out var written), "canonical bytes can be decoded");
        Require.That(written == expected.Length && decoded.AsSpan().SequenceEqual(expected), "bytes are decoded right");
        Array.Clear(decoded);
        Require.That(StrictBase64Url.TryDecode(characters, decoded, out written), "canonical characters can be decoded");
        Require.That(written == expected.Length && decoded.AsSpan().SequenceEqual(expected), "characters are decoded right");
        if (expected.Length > 0)
        {
            Require.That(!StrictBase64Url.TryDecode(utf8, decoded.AsSpan(1), out _), "too little room is told");
            Require.That(!StrictBase64Url.TryDecode(characters, decoded.AsSpan(1), out _), "too little room is told");
        }
    }

    /// <summary>A character beyond ASCII must not pass for the one that its low byte is.</summary>
    private static void CheckWideCharacters(ReadOnlySpan<char> wide)
    {
        var isAscii = !wide.ContainsAnyExceptInRange('\0', '\x7f');
        Require.That(isAscii || !Accepts(wide), "nothing beyond ASCII is accepted");
    }
}

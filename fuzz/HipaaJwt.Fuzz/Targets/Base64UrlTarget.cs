using System.Runtime.InteropServices;
using System.Text;
using HipaaJwt.Text;

namespace HipaaJwt.Fuzz.Targets;

/// <summary>Checks that the library accepts exactly canonical base64url, and treats bytes and characters alike.</summary>
internal sealed class Base64UrlTarget : FuzzTarget
{
    public override IEnumerable<byte[]> Seeds => Bytes.OfAll(
        "", "A", "AA", "AQ", "Ag", "Aw", "AB", "AAA", "AAE", "AAB", "AAAA", "AAAAA", "-_-_", "+/+/", "AA==", "AAA=", "AA%3D",
        "A A", "AA\n", "AA\r\n", " AAAA", "AAAA\0", "AAA\u0080", "AAA\u00ff", "eyJhbGciOiJFUzI1NiJ9", "eyJhbGciOiJFUzI1NiJ9Cg",
        new string('A', 64), new string('_', 67), new string('z', 255) + "=");

    public override void Check(ReadOnlySpan<byte> input)
    {
        var expected = Base64Oracle.Decode(input);
        Require.Equal(Accepts(input), expected is not null, "bytes are accepted exactly if they are canonical base64url");
        var characters = Encoding.Latin1.GetString(input).AsSpan();
        Require.Equal(Accepts(characters), expected is not null, "characters are accepted exactly if they are canonical base64url");
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
        Require.Equal(StrictBase64Url.DecodedLength(utf8.Length), expected.Length, "the decoded length is correct");
        var decoded = new byte[expected.Length];
        Require.That(StrictBase64Url.TryDecode(utf8, decoded, out var written), "canonical bytes can be decoded");
        Require.That(written == expected.Length && decoded.AsSpan().SequenceEqual(expected), "bytes are decoded correctly");
        Array.Clear(decoded);
        Require.That(StrictBase64Url.TryDecode(characters, decoded, out written), "canonical characters can be decoded");
        Require.That(written == expected.Length && decoded.AsSpan().SequenceEqual(expected), "characters are decoded correctly");
        if (expected.Length > 0)
        {
            Require.That(!StrictBase64Url.TryDecode(utf8, decoded.AsSpan(1), out _), "bytes are not decoded into a short buffer");
            Require.That(
                !StrictBase64Url.TryDecode(characters, decoded.AsSpan(1), out _),
                "characters are not decoded into a short buffer");
        }
    }

    /// <summary>A character outside ASCII must not be treated as the character of its low byte.</summary>
    private static void CheckWideCharacters(ReadOnlySpan<char> wide)
    {
        var isAscii = !wide.ContainsAnyExceptInRange('\0', '\x7f');
        Require.That(isAscii || !Accepts(wide), "characters outside ASCII are not accepted");
    }
}

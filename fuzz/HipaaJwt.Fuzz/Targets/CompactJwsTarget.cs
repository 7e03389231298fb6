using System.Runtime.InteropServices;
using System.Text;

namespace HipaaJwt.Fuzz.Targets;

/// <summary>
/// Checks that the library accepts exactly three canonical segments, in bytes and in characters, and decodes each correctly.
/// </summary>
internal sealed class CompactJwsTarget : FuzzTarget
{
    public override IEnumerable<byte[]> Seeds => Bytes.OfAll(
        "", ".", "..", "...", "a", "AA.AA", "AA.AA.AA", "AA.AA.AA.", ".AA.AA", "AA..AA", "AA.AA.", "AA.AA.AA.AA", "AA.AA.AA.AA.AA",
        "AB.AA.AA", "AA.AB.AA", "AA.AA.AB", "A.AA.AA", "AAAAA.AA.AA", "AA=.AA.AA", "AA.AA.AA\n", " AA.AA.AA", "AA.A A.AA",
        "AA\u0080.AA.AA", "AA.AA.AA\0", "AA,AA,AA", "eyJhbGciOiJub25lIn0.e30.", "eyJhbGciOiJIUzI1NiJ9.e30.AAAA",
        "eyJhbGciOiJIUzI1NiIsInR5cCI6ImF0K2p3dCJ9.eyJpc3MiOiJhIn0." + new string('A', 43));

    public override void Check(ReadOnlySpan<byte> input)
    {
        var characters = Encoding.Latin1.GetString(input).AsSpan();
        var error = CompactJws.Parse(input, out var fromBytes);
        Require.Equal(CompactJws.Parse(characters, out var fromCharacters), error, "bytes and characters have the same error");
        Require.Equal(CompactJws.TryParse(input, out _), error == JwtErrorCode.None, "TryParse agrees with Parse for bytes");
        Require.Equal(CompactJws.TryParse(characters, out _), error == JwtErrorCode.None, "TryParse agrees with Parse for characters");

        var segments = Segments(input);
        Require.Equal(error == JwtErrorCode.None, segments is not null, "exactly three canonical segments are accepted");
        if (segments is not null)
        {
            CheckParts(fromBytes, input, segments);
            CheckParts(fromCharacters, input, segments);
            CheckParts(fromCharacters.Over(input), input, segments);
        }

        var wide = MemoryMarshal.Cast<byte, char>(input);
        Require.That(!CompactJws.TryParse(wide, out _) || Ascii.IsValid(wide), "characters outside ASCII are not accepted");
    }

    /// <summary>Decodes the segments; null if the text is not a token.</summary>
    private static byte[][]? Segments(ReadOnlySpan<byte> token)
    {
        var texts = Encoding.Latin1.GetString(token).Split('.');
        var segments = texts.Select(text => text.Length == 0 ? null : Base64Oracle.Decode(Bytes.Of(text))).OfType<byte[]>().ToArray();
        return texts.Length == 3 && segments.Length == 3 ? segments : null;
    }

    private static void CheckParts(in CompactJws jws, ReadOnlySpan<byte> token, byte[][] segments)
    {
        Require.Equal(jws.Length, token.Length, "the length is that of the token");
        CheckRange(token[jws.HeaderRange], segments[0], "the range of the header is correct");
        CheckRange(token[jws.PayloadRange], segments[1], "the range of the payload is correct");
        CheckRange(token[jws.SignatureRange], segments[2], "the range of the signature is correct");
        Require.That(
            token[jws.SigningInputRange].SequenceEqual(token[..token.LastIndexOf((byte)'.')]),
            "the signing input ends at the last dot");

        var header = new byte[jws.HeaderLength];
        Require.That(jws.TryDecodeUnverifiedHeader(header, out var written) && written == header.Length, "the header has its length");
        Require.That(header.AsSpan().SequenceEqual(segments[0]), "the header is decoded correctly");
        var payload = new byte[jws.PayloadLength];
        Require.That(jws.TryDecodeUnverifiedPayload(payload, out written) && written == payload.Length, "the payload has its length");
        Require.That(payload.AsSpan().SequenceEqual(segments[1]), "the payload is decoded correctly");
        var signature = new byte[jws.SignatureLength];
        Require.That(jws.TryDecodeSignature(signature, out written) && written == signature.Length, "the signature has its length");
        Require.That(signature.AsSpan().SequenceEqual(segments[2]), "the signature is decoded correctly");
        Require.That(!jws.TryDecodeSignature(signature.AsSpan(1), out _), "the signature is not decoded into a short buffer");
    }

    private static void CheckRange(ReadOnlySpan<byte> encoded, byte[] expected, string property) =>
        Require.That(Base64Oracle.Decode(encoded).AsSpan().SequenceEqual(expected), property);
}

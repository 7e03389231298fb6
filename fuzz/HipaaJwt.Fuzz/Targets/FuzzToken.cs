using System.Text;

namespace HipaaJwt.Fuzz.Targets;

/// <summary>
/// A token that is created from an input. If the input contains a NUL byte, a header precedes it and a claims set follows it. The
/// harness signs both with the key for the algorithm of the header, so that inputs reach the code after the signature check. An
/// empty header stands for the valid default header. An input without a NUL byte is the token itself.
/// </summary>
internal sealed record FuzzToken(string Text, byte[] Header, byte[] Claims, bool IsSigned)
{
    public static FuzzToken Of(ReadOnlySpan<byte> input)
    {
        var end = input.IndexOf((byte)0);
        return end < 0 ? Raw(Encoding.Latin1.GetString(input))
            : Signed(end == 0 ? Bytes.Of(HeaderSeeds.Good) : input[..end].ToArray(), input[(end + 1)..].ToArray());
    }

    private static FuzzToken Signed(byte[] header, byte[] claims)
    {
        var issuer = FuzzIssuer.ForAlgorithm(HeaderOracle.Read(header)?.Algorithm ?? "") ?? FuzzIssuer.First;
        var signingInput = Base64Oracle.Encode(header) + "." + Base64Oracle.Encode(claims);
        return new FuzzToken(signingInput + "." + Base64Oracle.Encode(issuer.Sign(Bytes.Of(signingInput))), header, claims, IsSigned: true);
    }

    private static FuzzToken Raw(string text)
    {
        var parts = text.Split('.').Select(part => Base64Oracle.Decode(Bytes.Of(part)) ?? []).ToArray();
        var (header, claims) = parts.Length == 3 ? (parts[0], parts[1]) : ([], []);
        var issuer = FuzzIssuer.ForAlgorithm(HeaderOracle.Read(header)?.Algorithm ?? "");
        var isSigned = parts.Length == 3
            && issuer is not null
            && issuer.Sign(Bytes.Of(text[..text.LastIndexOf('.')])).AsSpan().SequenceEqual(parts[2]);
        return new FuzzToken(text, header, claims, isSigned);
    }
}

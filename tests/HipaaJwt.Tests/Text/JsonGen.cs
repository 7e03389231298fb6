using System.Text;
using CsCheck;

namespace HipaaJwt.Tests.Text;

/// <summary>Generates JSON texts, most of them right and some of them wrong in the ways in which JSON goes wrong.</summary>
internal static class JsonGen
{
    private static readonly Gen<string> Blank = Gen.OneOf("", "", "", " ", "\n", "\t\r ");

    private static readonly Gen<string> Piece = Gen.Frequency<string>(
        (8, Gen.OneOf("a", "b", "c", "key", "é", "😀", "/", " ")),
        (4, Gen.OneOf("\\n", "\\\"", "\\\\", "\\/", "\\b", "\\f", "\\r", "\\t", "\\u0061", "\\u00e9", "\\uD83D\\uDE00", "\\u0000")),
        (1, Gen.OneOf("\\ud800", "\\udc00", "\\uD83Dx", "\\x", "\\u12g4", "\\u12", "\n", "\u0001", "\\ud800\\u0061")));

    private static readonly Gen<string> Text = Piece.Array[0, 3].Select(pieces => "\"" + string.Concat(pieces) + "\"");

    private static readonly Gen<string> Scalar = Gen.Frequency<string>(
        (6, Text),
        (4, Gen.OneOf("0", "-0", "1", "-17", "1.5", "1e5", "1E+2", "0.001e-7", "true", "false", "null")),
        (1, Gen.OneOf("01", "1.", "-", ".5", "+1", "1e", "tru", "nul", "NaN", "'a'", "/**/1", "")));

    private static readonly Gen<string> Value = Gen.Recursive<string>((depth, inner) => depth > 4
        ? Scalar
        : Gen.Frequency<string>((3, Scalar), (2, ArrayOf(inner)), (3, ObjectOf(inner))));

    public static Gen<byte[]> ObjectText { get; } = ObjectOf(Value).Select(Encoding.UTF8.GetBytes);

    /// <summary>Texts of objects with one byte changed, put in, taken out, or the rest cut off.</summary>
    public static Gen<byte[]> DamagedObjectText { get; } = Gen.Select(ObjectText, Gen.Int[0, 10_000], Gen.Byte, Gen.Int[0, 3], Damage);

    private static Gen<string> ArrayOf(Gen<string> inner) => Gen.Select(inner.Array[0, 3], Blank, (parts, blank) =>
        "[" + blank + string.Join(blank + "," + blank, parts) + blank + "]");

    private static Gen<string> ObjectOf(Gen<string> inner) => Gen.Select(Gen.Select(Text, inner).Array[0, 4], Blank, (members, blank) =>
        blank + "{" + blank + string.Join("," + blank, members.Select(member => member.Item1 + blank + ":" + blank + member.Item2)) + blank + "}" + blank);

    private static byte[] Damage(byte[] json, int place, byte value, int how)
    {
        place %= json.Length;
        return how switch
        {
            0 => [.. json[..place], value, .. json[(place + 1)..]],
            1 => [.. json[..place], value, .. json[place..]],
            2 => [.. json[..place], .. json[(place + 1)..]],
            _ => json[..place],
        };
    }
}

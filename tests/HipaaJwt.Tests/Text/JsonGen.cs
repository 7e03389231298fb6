using System.Text;
using CsCheck;

namespace HipaaJwt.Tests.Text;

/// <summary>Generates JSON texts. Most are valid and some contain typical errors.</summary>
internal static class JsonGen
{
    private static readonly Gen<string> Whitespace = Gen.OneOf("", "", "", " ", "\n", "\t\r ");

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

    /// <summary>Object texts with one byte replaced, inserted or removed, or with the end cut off.</summary>
    public static Gen<byte[]> DamagedObjectText { get; } = Gen.Select(ObjectText, Gen.Int[0, 10_000], Gen.Byte, Gen.Int[0, 3], Damage);

    private static Gen<string> ArrayOf(Gen<string> inner) => Gen.Select(inner.Array[0, 3], Whitespace, (parts, space) =>
        "[" + space + string.Join(space + "," + space, parts) + space + "]");

    private static Gen<string> ObjectOf(Gen<string> inner) =>
        Gen.Select(Gen.Select(Text, inner).Array[0, 4], Whitespace, (members, space) =>
        {
            var texts = members.Select(member => member.Item1 + space + ":" + space + member.Item2);
            return space + "{" + space + string.Join("," + space, texts) + space + "}" + space;
        });

    private static byte[] Damage(byte[] json, int position, byte value, int kind)
    {
        position %= json.Length;
        return kind switch
        {
            0 => [.. json[..position], value, .. json[(position + 1)..]],
            1 => [.. json[..position], value, .. json[position..]],
            2 => [.. json[..position], .. json[(position + 1)..]],
            _ => json[..position],
        };
    }
}

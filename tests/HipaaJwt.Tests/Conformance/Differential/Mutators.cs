using System.Text;
using static HipaaJwt.Tests.Conformance.Differential.Generator;

namespace HipaaJwt.Tests.Conformance.Differential;

/// <summary>Changes tokens before, and rarely after, they are signed.</summary>
internal static class Mutators
{
    private static readonly string[] HeaderNames =
        ["alg", "typ", "kid", "crit", "jwk", "jku", "x5u", "x5c", "b64", "zip", "enc", "ALG", "x", "p2c"];

    private static readonly string[] ClaimNames = ["iss", "sub", "aud", "exp", "nbf", "iat", "jti", "client_id", "azp", "Exp", "x"];

    private static readonly string[] HostileValues =
    [
        "null", "true", "0", "-1", "\"\"", "[]", "{}", "[null]", "\"none\"", "\"None\"", "\"HS256\"", "\"ES256\"", "\"RS256\"", "\"hs256\"",
        "\"HS512\"", "\"mac-1\"", "\"ec-1\"", "\"clinic-1\"", "\"at+jwt\"", "\"JWT\"", "\"at+jwt \"", "\"a\\u0000b\"", "\"a\\nb\"",
        "\"\u007f\"", "\"\\u0085\"", "[[\"x\"]]", "[1,\"x\"]", "\"2026-01-15\"", "1e400", "-0", "1e10", "253402300799", "253402300800",
        $"\"{TokenFixture.Issuer}\"", $"\"{TokenFixture.Issuer}/\"", $"\"{TokenFixture.OtherIssuer}\"", $"[\"{TokenFixture.Audience}\",1]",
        $"\"{TokenFixture.Audience}\"", $"\"{TokenFixture.Audience}/\"", "[\"urn:example:clinic\",\"\"]", "\"urn:example:clinic\"",
        "[\"crit\"]", "\"\\ud800\"", "\"\\udc00\\ud800\"", "{\"a\":1,\"a\":2}", "{\"a\":1,\"\\u0061\":2}",
    ];

    private static readonly string[] Fragments =
    [
        "\0", " ", "\"", "\\", "{", "}", "[", "]", ",", ":", "\\u", "\\u00", "\uFEFF", "//", "/**/", "é", "\u2028", "1", "e", ".",
        "-", "+", "NaN", "\n", "\\ud800", "\u0085", "\\u00\0\0",
    ];

    private static readonly byte[][] BadUtf8 = [[0x80], [0xC3], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFF]];

    private static readonly string[] InvalidCharacters = ["=", "==", "%", " ", "\n", "\r\n", "+", "/", "\0", "é", "A", "AA", ".", "_"];

    private static readonly Action<Draft, Random>[] ChangesBeforeSigning =
    [
        (draft, random) => Set(draft.Header, Pick(random, HeaderNames), Hostile(random)),
        (draft, random) => Set(draft.Claims, Pick(random, ClaimNames), Hostile(random)),
        (draft, random) => Set(draft.Claims, Pick(random, "exp", "nbf", "iat"), Date(random, TokenFixture.Now + random.Next(-70, 70))),
        (draft, random) =>
            Set(draft.Claims, Pick(random, "exp", "nbf", "iat"), Date(random, TokenFixture.Now + random.Next(-4_000, 4_000))),
        (draft, random) => Remove(draft.Header, random),
        (draft, random) => Remove(draft.Claims, random),
        (draft, random) => Duplicate(draft.Header, random),
        (draft, random) => Duplicate(draft.Claims, random),
        (draft, random) => Rename(draft.Header, random),
        (draft, random) => Rename(draft.Claims, random),
        (draft, random) => Set(draft.Claims, "deep", Nested(random)),
        (draft, random) => Set(draft.Header, "deep", Nested(random)),
        (draft, random) => Many(draft.Header, random.Next(2) == 0 ? 20 : 40),
        (draft, random) => Many(draft.Claims, random.Next(2) == 0 ? 200 : 1_100),
        (draft, random) => draft.HeaderBytes = bytes => Edited(bytes, random),
        (draft, random) => draft.ClaimsBytes = bytes => Edited(bytes, random),
        (draft, random) => draft.HeaderSegment = segment => Inserted(segment, Pick(random, InvalidCharacters), random),
        (draft, random) => draft.ClaimsSegment = segment => Inserted(segment, Pick(random, InvalidCharacters), random),
        (draft, random) =>
            draft.ClaimsSegment = segment => segment[..Math.Max(0, segment.Length - 1)] + Pick(random, "A", "B", "E", "g", "_"),
        (draft, random) => Set(draft.Claims, "filler", $"\"{new string('x', random.Next(11_000, 13_000))}\""),
    ];

    private static readonly Action<Draft, Random>[] ChangesAfterSigning =
    [
        (draft, random) => draft.Signature = bytes => Flipped(bytes, random),
        (draft, random) => draft.Signature = bytes => bytes[..random.Next(bytes.Length)],
        (draft, random) => draft.Signature = bytes => [.. bytes, (byte)random.Next(256)],
        (draft, random) => draft.Signature = bytes => new byte[bytes.Length],
        (draft, random) => draft.Whole = token => Inserted(token, Pick(random, InvalidCharacters), random),
        (draft, random) => draft.Whole = token => token[..random.Next(token.Length)],
        (draft, random) => draft.Whole = token => token.Replace(".", Pick(random, "..", "", ",", ". "), StringComparison.Ordinal),
    ];

    public static void Apply(Draft draft, Random random)
    {
        if (random.Next(12) == 0)
        {
            draft.HasValidSignature = false;
            Pick(random, ChangesAfterSigning)(draft, random);
            return;
        }

        for (var changes = random.Next(1, 3); changes > 0; changes--)
        {
            Pick(random, ChangesBeforeSigning)(draft, random);
        }
    }

    private static string Hostile(Random random) => random.Next(4) == 0 ? Value(random, 3) : Pick(random, HostileValues);

    private static void Set(List<(string Name, string Value)> members, string name, string value)
    {
        members.RemoveAll(member => member.Name == name);
        members.Insert(members.Count / 2, (name, value));
    }

    private static void Remove(List<(string Name, string Value)> members, Random random)
    {
        if (members.Count > 0)
        {
            members.RemoveAt(random.Next(members.Count));
        }
    }

    private static void Duplicate(List<(string Name, string Value)> members, Random random)
    {
        if (members.Count > 0)
        {
            var (name, value) = Pick(random, members);
            var other = random.Next(3) == 0 ? Hostile(random) : value;
            members.Insert(random.Next(members.Count + 1), (random.Next(2) == 0 ? name : Escaped(random, name), other));
        }
    }

    private static void Rename(List<(string Name, string Value)> members, Random random)
    {
        if (members.Count > 0)
        {
            var index = random.Next(members.Count);
            var (name, value) = members[index];
            members[index] = (
                Pick(random, name.ToUpperInvariant(), name + " ", name + "\\u0000", Escaped(random, name), name[..(name.Length / 2)]),
                value);
        }
    }

    private static string Nested(Random random)
    {
        var levels = random.Next(12, 19);
        var (open, close) = random.Next(2) == 0 ? ("[", "]") : ("{\"a\":", "}");
        return string.Concat(Enumerable.Repeat(open, levels)) + "0" + string.Concat(Enumerable.Repeat(close, levels));
    }

    private static void Many(List<(string Name, string Value)> members, int count)
    {
        for (var i = 0; i < count; i++)
        {
            members.Add(($"m{i}", "0"));
        }
    }

    private static byte[] Edited(byte[] bytes, Random random)
    {
        var index = random.Next(bytes.Length);
        return random.Next(7) switch
        {
            0 => [.. bytes[..index], .. bytes[(index + 1)..]],
            1 => bytes[..index],
            2 => [.. bytes[..index], (byte)random.Next(256), .. bytes[(index + 1)..]],
            3 => [.. bytes[..index], .. Pick(random, BadUtf8), .. bytes[index..]],
            4 => [.. bytes, .. Encoding.UTF8.GetBytes(Pick(random, Fragments))],
            5 => [.. Encoding.UTF8.GetBytes(Pick(random, Fragments)), .. bytes],
            _ => [.. bytes[..index], .. Encoding.UTF8.GetBytes(Pick(random, Fragments)), .. bytes[index..]],
        };
    }

    private static string Inserted(string text, string fragment, Random random) => text.Insert(random.Next(text.Length + 1), fragment);

    private static byte[] Flipped(byte[] bytes, Random random)
    {
        byte[] flipped = [.. bytes];
        flipped[random.Next(flipped.Length)] ^= (byte)(1 << random.Next(8));
        return flipped;
    }
}

using System.Text;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Conformance.Abuse;

/// <summary>Tokens made to cost more than they weigh. None has a signature that anybody needs to verify.</summary>
internal static class Flood
{
    public static (string Name, byte[] Token)[] Structural { get; } =
    [
        ("dots up to the limit", Bytes(new string('.', 16 * 1024))),
        ("a megabyte of dots", Bytes(new string('.', 1024 * 1024))),
        ("a megabyte of letters", Bytes(new string('A', 1024 * 1024))),
        ("one segment up to the limit", Bytes(new string('A', 16 * 1024))),
        ("a JWE", Bytes("e30.AAAA.AAAA.AAAA.AAAA")),
        ("padding at the very end", Bytes("e30." + new string('A', 16_000) + ".AAA=")),
        ("blanks", Bytes(new string(' ', 16 * 1024))),
        ("bytes that are no text", [.. Enumerable.Repeat((byte)0xFF, 16 * 1024)]),
    ];

    public static (string Name, byte[] Token)[] Headers { get; } =
    [
        ("an unknown kid", OfHeader(Workshop.Header.With("kid", "\"nobody's\""))),
        ("a kid of ten thousand letters", OfHeader(Workshop.Header.With("kid", $"\"{new string('k', 10_000)}\""))),
        ("a kid of two thousand escapes", OfHeader(Workshop.Header.With("kid", $"\"{Repeated("\\u0041", 2_000)}\""))),
        ("no kid", OfHeader(Workshop.Header.Without("kid"))),
        ("three thousand brackets", OfHeader(Workshop.Header.Also("x", new string('[', 3_000)))),
        ("a thousand members", OfHeader(Enumerable.Range(0, 1_000).Aggregate(RawObject.Empty, (header, i) => header.Also($"m{i}", "0")))),
        ("a thousand objects in an array", OfHeader(Workshop.Header.First("x", $"[{Repeated("{\"a\":0},", 1_000)}0]").With("kid", "\"x\""))),
        ("escaped names", OfHeader(Enumerable.Range(0, 20).Aggregate(RawObject.Empty, (header, i) => header.Also(Repeated("\\u0061", 60) + i, "0")))),
        ("a number of ten thousand digits", OfHeader(Workshop.Header.First("x", new string('9', 10_000)).With("kid", "\"x\""))),
        ("alg none", OfHeader(Workshop.Header.With("alg", "\"none\""))),
        ("an embedded key", OfHeader(Workshop.Header.Also("jwk", "{}"))),
        ("PBES2 with many rounds", OfHeader(Workshop.Header.With("alg", "\"PBES2-HS256+A128KW\"").Also("p2c", "2147483647"))),
    ];

    private static byte[] OfHeader(RawObject header) => Bytes(RawToken.Base64(header.ToString()) + ".e30.AAAA");

    private static byte[] Bytes(string text) => Encoding.ASCII.GetBytes(text);

    private static string Repeated(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}

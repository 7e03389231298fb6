using System.Text;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Conformance.Abuse;

/// <summary>Tokens that try to make their rejection expensive. None requires the verification of a signature.</summary>
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
        ("spaces", Bytes(new string(' ', 16 * 1024))),
        ("bytes that are not UTF-8", [.. Enumerable.Repeat((byte)0xFF, 16 * 1024)]),
    ];

    public static (string Name, byte[] Token)[] Headers { get; } =
    [
        ("an unknown kid", WithHeader(TokenFixture.Header.With("kid", "\"unknown\""))),
        ("a kid of 10,000 letters", WithHeader(TokenFixture.Header.With("kid", $"\"{new string('k', 10_000)}\""))),
        ("a kid of 2,000 escapes", WithHeader(TokenFixture.Header.With("kid", $"\"{Repeated("\\u0041", 2_000)}\""))),
        ("no kid", WithHeader(TokenFixture.Header.Without("kid"))),
        ("3,000 brackets", WithHeader(TokenFixture.Header.Also("x", new string('[', 3_000)))),
        ("1,000 members", WithHeader(Enumerable.Range(0, 1_000).Aggregate(RawObject.Empty, (header, i) => header.Also($"m{i}", "0")))),
        (
            "1,000 objects in an array",
            WithHeader(TokenFixture.Header.First("x", $"[{Repeated("{\"a\":0},", 1_000)}0]").With("kid", "\"x\""))),
        (
            "escaped names",
            WithHeader(Enumerable.Range(0, 20).Aggregate(RawObject.Empty, (header, i) => header.Also(Repeated("\\u0061", 60) + i, "0")))),
        ("a number of 10,000 digits", WithHeader(TokenFixture.Header.First("x", new string('9', 10_000)).With("kid", "\"x\""))),
        ("alg none", WithHeader(TokenFixture.Header.With("alg", "\"none\""))),
        ("an embedded key", WithHeader(TokenFixture.Header.Also("jwk", "{}"))),
        ("PBES2 with many rounds", WithHeader(TokenFixture.Header.With("alg", "\"PBES2-HS256+A128KW\"").Also("p2c", "2147483647"))),
    ];

    private static byte[] WithHeader(RawObject header) => Bytes(RawToken.Base64(header.ToString()) + ".e30.AAAA");

    private static byte[] Bytes(string text) => Encoding.ASCII.GetBytes(text);

    private static string Repeated(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}

using System.Globalization;
using System.Text;

namespace HipaaJwt.Tests.Conformance.Differential;

/// <summary>Generates valid tokens in many different forms.</summary>
internal sealed class Generator
{
    private static readonly string[] Words =
    [
        "a", "b c", "é", "患者", "😀", "\\u0041", "\\ud83d\\ude00", "\\n", "\\\"", "\\\\", "\\/", "a.b", "{0}", "\u2028",
        "https://x.example/y", "", "[", "}", ":", ",", "null", "\\u0000",
    ];

    private static readonly string[] Names =
    [
        "x", "y", "nested", "roles", "realm_access", "email", "Iss", "EXP", "acr", "auth_time", "\\u0078\\u0078", "ü", "a b",
        "http://x.example/claim", "cnf", "act", "", "amr", "sid", "nonce",
    ];

    private static readonly string[] Numbers =
    [
        "0", "1", "-1", "-0", "1.5", "1e5", "-2.5E-3", "123456789012345678901234567890", "1e400", "0.0000001",
    ];

    private readonly Trusted _trusted;

    public Generator(Trusted trusted) => _trusted = trusted;

    public Draft Next(Random random)
    {
        var key = random.Next(10) < 7 ? _trusted.Keys[0] : _trusted.Keys[random.Next(1, _trusted.Keys.Count)];
        var draft = new Draft(key, Header(random, key), Claims(random, key));
        if (random.Next(4) == 0)
        {
            draft.Whitespace = Pick(random, " ", "\n", "\t", "\r\n", "  \t");
        }

        return draft;
    }

    public static string Value(Random random, int depth) => random.Next(depth > 0 ? 8 : 6) switch
    {
        0 => Pick(random, Numbers),
        1 => Pick(random, "true", "false", "null"),
        < 6 => Text(random),
        6 => "[" + string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => Value(random, depth - 1))) + "]",
        _ => "{" + string.Join(',', Some(random, Names, 3).Select(name => $"\"{name}\":{Value(random, depth - 1)}")) + "}",
    };

    public static string Text(Random random)
    {
        var text = new StringBuilder("\"");
        for (var words = random.Next(4); words > 0; words--)
        {
            text.Append(Pick(random, Words));
        }

        return text.Append('"').ToString();
    }

    public static T Pick<T>(Random random, params IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];

    /// <summary>Escapes some letters of a name or a value.</summary>
    public static string Escaped(Random random, string text) => string.Concat(text.Select(letter =>
        random.Next(3) == 0 && char.IsAsciiLetterOrDigit(letter)
            ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}")
            : $"{letter}"));

    public static string Date(Random random, long seconds) => random.Next(8) switch
    {
        0 => $"{seconds}.{random.Next(1000)}",
        1 => $"{seconds}.0",
        2 => $"{seconds}e0",
        3 => $"{seconds}000e-3",
        4 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 1_000_000_000}.{seconds % 1_000_000_000:d9}E+9"),
        _ => $"{seconds}",
    };

    private static List<(string Name, string Value)> Header(Random random, TrustedKey key)
    {
        List<(string, string)> header =
        [
            (Name(random, "alg"), Quoted(random, key.Algorithm)),
            (Name(random, "typ"), Pick(random, "\"at+jwt\"", "\"at+jwt\"", "\"AT+JWT\"", "\"application/at+jwt\"", "\"at\\u002bjwt\"")),
        ];
        if (key.Algorithm != "HS256" || random.Next(3) > 0)
        {
            header.Add((Name(random, "kid"), Quoted(random, key.Id)));
        }

        header.AddRange(Some(random, ["x5t", "nonce", "Alg", "cty", "x", "y", ""], 3).Select(name => (name, Value(random, 2))));
        return Shuffled(random, header);
    }

    private static List<(string Name, string Value)> Claims(Random random, TrustedKey key)
    {
        var issued = TokenFixture.Now - random.Next(0, 500);
        List<(string, string)> claims =
        [
            (Name(random, "iss"), Quoted(random, key.Issuer)),
            (Name(random, "sub"), Pick(random, "\"user-42\"", "\"José\"", "\"患者\"", "\"\\ud83d\\ude00\"", "\"a b\"", "\"\u2028\"")),
            (Name(random, "aud"), Audience(random)),
            (Name(random, "exp"), Date(random, TokenFixture.Now + random.Next(1, 3_000))),
            (Name(random, "iat"), Date(random, issued)),
            (Name(random, "jti"), $"\"token-{random.Next()}\""),
        ];
        if (random.Next(3) == 0)
        {
            claims.Add((Name(random, "nbf"), Date(random, issued)));
        }

        if (random.Next(3) == 0)
        {
            claims.Add((Pick(random, "client_id", "azp"), "\"app\""));
        }

        claims.AddRange(Some(random, Names, random.Next(6)).Select(name => (name, Value(random, 4))));
        return Shuffled(random, claims);
    }

    private static string Audience(Random random)
    {
        var audience = Quoted(random, Pick(random, Trusted.Audiences));
        return random.Next(4) switch
        {
            0 => $"[{audience}]",
            1 => $"[\"other\",{audience}]",
            2 => $"[ {audience} , \"a]\" ]",
            _ => audience,
        };
    }

    private static string Name(Random random, string name) => random.Next(6) == 0 ? Escaped(random, name) : name;

    private static string Quoted(Random random, string value) => $"\"{(random.Next(6) == 0 ? Escaped(random, value) : value)}\"";

    private static List<string> Some(Random random, string[] names, int most) =>
        [.. names.OrderBy(_ => random.Next()).Take(random.Next(most + 1))];

    private static List<(string Name, string Value)> Shuffled(Random random, List<(string Name, string Value)> members) =>
        random.Next(2) == 0 ? members : [.. members.OrderBy(_ => random.Next())];
}

namespace HipaaJwt.Fuzz.Targets;

/// <summary>Headers in which each rule is kept or broken once.</summary>
internal static class HeaderSeeds
{
    public const string Good = """{"alg":"HS256","typ":"at+jwt","kid":"k1"}""";

    public static IEnumerable<byte[]> Headers => Bytes.OfAll(
    [
        Good,
        Other,
        .. AlgorithmNames.Select(name => $$"""{"alg":"{{name}}"}"""),
        .. Members.Select(member => $$"""{"alg":"HS256",{{member}},"kid":"k1"}"""),
        .. Odd,
    ]);

    private const string Other = """{"kid":"k2","typ":"application/at+jwt","alg":"HS512"}""";

    private static IEnumerable<string> AlgorithmNames =>
        [.. Enum.GetNames<JwsAlgorithm>(), "none", "None", "hs256", "HS256 ", "", "ES256K", "EdDSA", "RSA-OAEP"];

    private static IEnumerable<string> Members =>
    [
        "\"typ\":\"AT+JWT\"", "\"typ\":\"JWT\"", "\"typ\":\"\"", "\"typ\":null", "\"typ\":[\"at+jwt\"]",
        "\"cty\":\"JWT\"", "\"crit\":[\"exp\"]", "\"crit\":[]", "\"\\u0063rit\":[\"b64\"]",
        "\"b64\":false", "\"zip\":\"DEF\"", "\"enc\":\"A256GCM\"", "\"jku\":\"https://a.example/k\"",
        "\"x5u\":\"https://a.example/c\"", "\"x5c\":[\"AA\"]", "\"x5t\":\"AA\"",
        "\"jwk\":{\"kty\":\"oct\",\"k\":\"AA\"}", "\"kid\":\"k2\"", "\"\\u006bid\":\"k2\"", "\"x\":{\"alg\":\"none\"}", "\"Alg\":\"none\"",
    ];

    private static IEnumerable<string> Odd =>
    [
        "{\"kid\":\"k1\"}", "{\"alg\":1}", "{\"alg\":null}", "{\"alg\":[\"HS256\"]}", "{\"\\u0061lg\":\"HS256\"}",
        "{\"alg\":\"\\u0048S256\",\"kid\":\"k\\u0031\",\"typ\":\"at\\u002bjwt\"}",
        "{\"alg\":\"HS256\",\"kid\":\"\"}", "{\"alg\":\"HS256\",\"kid\":\"a\\u0000b\"}",
        "{\"alg\":\"HS256\",\"kid\":\"a\\u0085b\"}", "{\"alg\":\"HS256\",\"kid\":\"\u00c2\u0085\"}",
        "{\"alg\":\"HS256\",\"kid\":\"\\ud83d\\ude00\"}", "{\"alg\":\"HS256\",\"kid\":\"../../key\"}",
        "{\"alg\":\"none\",\"alg\":\"HS256\"}",
    ];
}

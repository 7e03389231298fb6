namespace HipaaJwt.Fuzz.Targets;

/// <summary>Claims sets in which each rule is kept or broken once, relative to the fixed time of the validator.</summary>
internal static class ClaimsSeeds
{
    /// <summary>The fixed time of the validator, in Unix seconds.</summary>
    public const long Now = 1_768_478_400;

    private static readonly (string Name, string Value)[] Members =
    [
        ("iss", "\"https://idp.example\""), ("sub", "\"user-42\""), ("aud", "\"https://fhir.example\""),
        ("iat", "1768478400"), ("exp", "1768478700"), ("jti", "\"t1\""),
    ];

    private static readonly (string Name, string[] Values)[] Variants =
    [
        ("iat", ["0", "1768478431", "1768478430", "1768475099"]),
        ("nbf", ["1768478400.5", "17684784e2", "1768478431", "1768478701"]),
        ("exp",
        [
            "1768478370", "1768478371", "1768482000", "1768482001", "1.7684787e9", "1768478700.25", "1e99999", "1e-99999", "1e999999",
            "1e-999999", "253402300799.9", "253402300800", "9223372036854775808", "-1", "\"1768478700\"", "null",
        ]),
        ("aud",
        [
            "[\"https://fhir.example\",\"https://x.example\"]", "[]", "[1]", "[\"\"]", "[null]", "{}",
            "\"https://fhir.example/\"", "[\"https:\\/\\/fhir.example\"]",
        ]),
        ("iss", ["\"https://idp.example/\"", "\"https:\\u002f\\u002fidp.example\"", "[\"https://idp.example\"]"]),
        ("sub", ["\"\"", "\"a\\u0000\"", "7", "\"\\ud83d\\ude00\""]),
        ("jti", ["null", "\"\""]),
        ("client_id", ["\"app\""]),
        ("azp", ["\"app\""]),
        ("roles",
        [
            "[\"physician\",null,1,{\"a\":[\"physician\"]}]", "\"physician\"", "\"nurse physician\"",
            "{\"a\":[\"physician\"]}", "null",
        ]),
        ("scope", ["\"openid chart.read\"", "\"chart.read\\u0020openid\"", "[\"chart.read openid\"]", "[\"chart.read\"]"]),
    ];

    public static IEnumerable<byte[]> Claims => Bytes.OfAll(
        [Good, .. Variants.SelectMany(variant => variant.Values, (variant, value) => With(variant.Name, value))]);

    /// <summary>Valid claims of the second issuer.</summary>
    public static byte[] OfSecondIssuer => Bytes.Of(With("iss", "\"https://second.example\""));

    private static string Good => With("x", "true");

    /// <summary>Creates valid claims in which one claim is replaced and comes first.</summary>
    private static string With(string name, string value)
    {
        var others = Members.Where(member => member.Name != name).Select(member => $",\"{member.Name}\":{member.Value}");
        return $"{{\"{name}\":{value}{string.Concat(others)}}}";
    }
}

namespace HipaaJwt.Fuzz.Targets;

/// <summary>Claims sets in which each rule is kept or broken once, at the time at which the validator's clock stands.</summary>
internal static class ClaimsSeeds
{
    public const long Now = 1_768_478_400;

    public static IEnumerable<string> Texts =>
    [
        Good, Good.Replace("idp", "second", StringComparison.Ordinal), With("iat", "0"), With("nbf", "1768478400.5"), With("nbf", "17684784e2"), With("exp", "1768478370"), With("exp", "1768478371"),
        With("exp", "1.7684787e9"), With("exp", "1768478700.25"), With("exp", "1e99999"), With("exp", "1e-99999"), With("exp", "253402300800"), With("exp", "253402300799.9"), With("exp", "-1"),
        With("exp", "\"1768478700\""), With("exp", "null"), With("exp", "9223372036854775808"), With("iat", "1768478431"), With("iat", "1768478430"), With("iat", "1768475099"),
        With("aud", "[\"https://fhir.example\",\"https://x.example\"]"), With("aud", "[]"), With("aud", "[1]"), With("aud", "[\"\"]"), With("aud", "\"https://fhir.example/\""), With("aud", "[\"https:\\/\\/fhir.example\"]"),
        With("iss", "\"https://idp.example/\""), With("iss", "\"https:\\u002f\\u002fidp.example\""), With("iss", "[\"https://idp.example\"]"), With("sub", "\"\""), With("sub", "\"a\\u0000\""), With("sub", "7"), With("jti", "null"),
        With("client_id", "\"app\""), With("azp", "\"app\""), With("roles", "[\"physician\",null,1,{\"a\":[\"physician\"]}]"), With("roles", "\"physician\""), With("roles", "\"nurse physician\""), With("roles", "{\"a\":[\"physician\"]}"),
        With("scope", "\"openid chart.read\""), With("scope", "\"chart.read\\u0020openid\""), With("scope", "[\"chart.read openid\"]"), With("realm_access", "{\"roles\":[\"physician\"]}"),
    ];

    public static IEnumerable<byte[]> Claims => Bytes.OfAll(Texts);

    /// <summary>Good claims with one of them first and otherwise; the plain one is left out.</summary>
    private static string With(string name, string value) =>
        "{\"" + name + "\":" + value + string.Concat(Members.Where(member => member.Name != name).Select(member => $",\"{member.Name}\":{member.Value}")) + "}";

    private static string Good => With("x", "true");

    private static IEnumerable<(string Name, string Value)> Members =>
    [
        ("iss", "\"https://idp.example\""), ("sub", "\"user-42\""), ("aud", "\"https://fhir.example\""), ("iat", "1768478400"), ("exp", "1768478700"), ("jti", "\"t1\""),
    ];
}

namespace HipaaJwt.Fuzz.Targets;

/// <summary>
/// Encrypted tokens, and headers with a NUL byte and a plaintext, in which each rule is kept or broken once.
/// </summary>
internal static class JweSeeds
{
    public const string Good = """{"alg":"dir","enc":"A256GCM","kid":"k1","cty":"JWT"}""";

    private const string Point = "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0\","
        + "\"y\":\"SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps\"}";

    public static IEnumerable<byte[]> Inputs => Bytes.OfAll(
    [
        "\0" + Inside,
        Good + "\0" + Inside,
        "{\"alg\":\"dir\",\"enc\":\"A256GCM\"}\0",
        .. Members.Select(member => $$"""{"alg":"dir","enc":"A256GCM",{{member}}}""" + "\0" + Inside),
        .. Algorithms.Select(name => $$"""{"alg":"{{name}}","enc":"A256GCM"}""" + "\0" + Inside),
        .. Encryptions.Select(name => $$"""{"alg":"dir","enc":"{{name}}"}""" + "\0" + Inside),
        .. Agreements.Select(members => $$"""{"alg":"ECDH-ES","enc":"A256GCM",{{members}}}""" + "\0" + Inside),
        "e30.AAAA.AAAA.AAAA.AAAA", "e30..AAAA.AAAA.AAAA", "....", "a.b.c.d.e", "e30.AAAA.AAAA.AA=.AAAA",
    ]);

    private const string Inside = "eyJhbGciOiJIUzI1NiJ9.e30.AAAA";

    private static IEnumerable<string> Algorithms =>
    [
        "RSA-OAEP", "RSA-OAEP-256", "ECDH-ES", "ECDH-ES+A128KW", "A128KW", "A256KW", "RSA1_5", "PBES2-HS256+A128KW",
        "A128GCMKW", "none", "", "DIR",
    ];

    private static IEnumerable<string> Encryptions => ["A128GCM", "A128CBC-HS256", "A256CBC-HS512", "A192GCM", "none", ""];

    private static IEnumerable<string> Members =>
    [
        "\"kid\":\"k1\"", "\"kid\":\"k2\"", "\"kid\":\"\"", "\"k\\u0069d\":\"k\\u0031\"", "\"typ\":\"JWT\"", "\"typ\":1",
        "\"cty\":\"application/jwt\"", "\"cty\":\"JSON\"", "\"crit\":[]", "\"zip\":\"DEF\"", "\"p2c\":2147483647",
        "\"cty\":\"at+jwt\"", "\"iss\":\"a\"", "\"sub\":1", "\"aud\":\"a\"", "\"aud\":[\"a\",\"b\"]", "\"aud\":[]",
        "\"p2s\":\"AA\"", "\"jwk\":{}", "\"jku\":\"x\"", "\"x5u\":\"x\"", "\"x5c\":[]", "\"b64\":false",
        "\"epk\":{}", "\"apu\":\"AA\"", "\"apv\":\"AA\"", "\"alg\":\"dir\"", "\"\\u0065nc\":\"A256GCM\"", "\"x\":{\"zip\":1}",
    ];

    private static IEnumerable<string> Agreements =>
    [
        "\"kid\":\"k1\"",
        "\"epk\":" + Point,
        "\"epk\":" + Point + ",\"kid\":\"ec\"",
        "\"epk\":{},\"kid\":\"ec\"",
        "\"epk\":\"x\"",
        "\"epk\":" + Point + ",\"kid\":\"ec\",\"apu\":\"QWxpY2U\",\"apv\":\"Qm9i\"",
        "\"epk\":" + Point + ",\"kid\":\"ec\",\"apu\":\"\"",
        "\"epk\":" + Point + ",\"kid\":\"ec\",\"apv\":\"A\"",
        "\"kid\":\"ec\",\"epk\":{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AAAA\",\"y\":\"AAAA\"}",
    ];
}
